import * as paperlab from "../../../src/index";

/** Runs a strategy twice under one name; resolves to what the second session is called and says. */
export async function ran(strategy: paperlab.Strategy): Promise<string> {
  const opened = await paperlab.openLab(":memory:");
  const feed = paperlab.sample("us-daily", { from: "2018-01-02", to: "2018-02-01" });
  const run = () => opened.run(feed, strategy, { symbols: ["AAPL"], name: "a" });
  await run();
  const { name, core } = await run();
  await opened.close();
  return `${name}: ${core.warnings}`;
}
