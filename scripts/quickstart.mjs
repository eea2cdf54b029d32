// The README's program on the real data in fixtures/, with its results kept in lab/: run by `npm start`.
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const {
  commissionBps,
  defineStrategy,
  maxPositionWeight,
  openLab,
  PaperLabError,
  sample,
  slippageBps,
  sma,
} = require("..");
const folder = fileURLToPath(new URL("../lab/", import.meta.url));
const database = `${folder}quickstart.db`;
const page = `${folder}quickstart.html`;

const smaCross = defineStrategy({
  name: "sma-cross",
  params: { fast: 10, slow: 30 },
  onBar({ bar, history, params, orderTargetWeight }) {
    const fast = sma(history(bar.symbol).close, params.fast);
    const slow = sma(history(bar.symbol).close, params.slow);
    if (fast === undefined || slow === undefined) return;
    orderTargetWeight(bar.symbol, fast > slow ? 1 : 0);
  },
});

async function quickstart() {
  mkdirSync(folder, { recursive: true });
  const lab = await openLab(database);
  try {
    const feed = sample("us-daily", { from: "2013-05-13", to: "2018-05-11" });
    const retail = { symbols: ["AAPL"], benchmark: "SPX", commission: commissionBps(1), slippage: slippageBps(1) };
    const risk = [maxPositionWeight(1)];
    const baseline = await lab.run(feed, smaCross, { name: "baseline", ...retail, risk });
    const faster = await lab.run(feed, smaCross, { name: "faster", ...retail, risk, params: { fast: 5 } });
    const comparison = await lab.compare([baseline, faster]);
    console.log(feed);
    console.log();
    console.log(baseline);
    console.log();
    console.log(comparison.winners());
    await comparison.report(page);
  } finally {
    await lab.close();
  }
  const shown = (path) => relative(process.cwd(), path);
  console.log(
    `\nThe sessions are kept in ${shown(database)}; the figures' page is ${shown(page)} (open it in a browser).`,
  );
}

quickstart().catch((error) => {
  console.error(error instanceof PaperLabError ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
});
