import { writeFileSync } from "node:fs";
import { inspect } from "node:util";
import { commissionBps, gbm, openLab, sample, strategies } from "../src/index";
import { bundleOf, displayable } from "../src/notebook/display";
import { sweepCard } from "../src/views/sweep/card";
import { liveSweepCard } from "../src/views/sweep/live";
import { writeSweepReport } from "../src/views/sweep/report";
import { sweepViews } from "../src/views/sweep/views";
import { crossover } from "./api/strategies";
import { gridOf, sweptBy } from "./support/swept";

const out = "/tmp/w/s6/sweepviews-pics/";
async function main() {
  const lab = await openLab(":memory:");
  const feed = sample("us-daily", { from: "2013-05-13", to: "2018-05-11" });
  const all = { session: { symbols: ["AAPL"], commission: commissionBps(1) }, keep: "returns" } as const;
  const range = (a: number, b: number, s = 1) =>
    Array.from({ length: Math.floor((b - a) / s) + 1 }, (_, i) => a + i * s);
  const grid = await sweptBy(
    lab,
    feed,
    strategies.smaCross as never,
    gridOf({ fast: range(5, 30, 3), slow: range(20, 90, 10) }).filter(({ params }: any) => params.fast < params.slow),
    { ...all, name: "crossovers" },
  );
  const page: string[] = [];
  const shows = (heading: string, thing: any) => {
    const b = bundleOf(thing)!;
    page.push(
      `<h3>${heading}</h3>`,
      String(b["text/html"]),
      `<pre>${String(b["text/plain"]).replace(/</g, "&lt;")}</pre>`,
    );
  };
  shows("card", displayable({}, sweepCard(grid)));
  grid.state = "RUNNING";
  grid.timing = { startedAt: 0, runsPerSecond: 12.3, secondsLeft: 33 };
  const kept = grid.states.slice();
  for (let i = 20; i < 40; i++) {
    (grid.states as any)[i] = 0;
    for (const k of grid.metricKeys) grid.metric(k)[i] = NaN;
  }
  grid.states[50] = 2;
  for (const k of grid.metricKeys) grid.metric(k)[50] = NaN;
  shows("live", displayable({}, liveSweepCard(grid)));
  shows("table", sweepViews.table(grid));
  shows("rank", sweepViews.plotRank(grid));
  shows("fan", sweepViews.plotFan(grid));
  shows("distribution", sweepViews.distribution(grid));
  shows("neighbors", sweepViews.heatmap(grid, "slow", "fast", "totalReturn", { neighbors: true }));
  console.log(sweepViews.best(grid), sweepViews.heatmapRows(grid).slice(0, 3));
  const line = await sweptBy(lab, feed, strategies.smaCross as never, gridOf({ fast: range(3, 19, 2) }), {
    ...all,
    name: "line",
    rank: "totalReturn",
  });
  shows("line", displayable({}, sweepCard(line)));
  line.state = "RUNNING";
  shows("line live", displayable({}, liveSweepCard(line)));
  const made = gbm(
    { AAA: { price: 100, drift: 0.08, volatility: 0.2 } },
    { start: "2014-01-02", bars: 756, seed: "s" },
  );
  const seeds = await sweptBy(
    lab,
    made,
    strategies.buyAndHold as never,
    range(0, 59).map((i) => ({
      seed: `s/${i}`,
      feed: gbm(
        { AAA: { price: 100, drift: 0.08, volatility: 0.2 } },
        { start: "2014-01-02", bars: 756, seed: `s/${i}` },
      ),
    })),
    { name: "ensemble", keep: "returns", truth: (made as any).truth ?? undefined },
  );
  console.log((made as any).truth);
  shows("seeds", displayable({}, sweepCard(seeds)));
  shows("fan of seeds", sweepViews.plotFan(seeds));
  shows("table", sweepViews.table(seeds));
  seeds.state = "RUNNING";
  shows("seeds live", displayable({}, liveSweepCard(seeds)));
  await writeSweepReport(grid, out + "grid.html");
  await writeSweepReport(seeds, out + "seeds.html");
  writeFileSync(
    out + "cards.html",
    `<meta charset=utf-8><style>:root{color-scheme:light dark}body{font-family:system-ui}</style>${page.join("\n")}`,
  );
}
void main();
