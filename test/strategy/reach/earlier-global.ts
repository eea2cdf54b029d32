import * as paperlab from "../../../src/index";

/**
 * Runs a strategy twice under one name, and once more after a change; resolves to what the sessions are called, and what the
 * last one says.
 */
export async function ran(strategy: paperlab.Strategy, change: () => void): Promise<string> {
  const opened = await paperlab.openLab(":memory:");
  const feed = paperlab.sample("us-daily", { from: "2018-01-02", to: "2018-02-01" });
  const run = () => opened.run(feed, strategy, { symbols: ["AAPL"], name: "a" });
  const sessions = [await run(), await run()];
  change();
  sessions.push(await run());
  await opened.close();
  return `${sessions.map(({ name }) => name).join(", ")}: ${sessions[2].core.warnings}`;
}
