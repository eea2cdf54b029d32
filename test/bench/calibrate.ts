// `npm run calibrate`: asks questions whose right answer is known, and prints how often the answer was wrong, beside how often
// it may be. `npm run calibrate -- 200` makes fewer labs and markets than the 1,000 of the promise.
import { labErrors } from "../analysis/inference/calibration/labs";
import { intervalErrors } from "../analysis/inference/calibration/markets";
import type { Rate } from "../analysis/inference/calibration/rate";
import { unseenWorlds, worlds } from "../analysis/inference/calibration/worlds";

const alpha = 0.05;
const times = Number(process.argv[2] ?? 1000);
const draws = 1000;
const only = process.argv[3];
// Standard errors above the promise from which on it is not kept.
const doubtful = 3;

function row(question: string, metric: string, rate: Rate): void {
  const error = rate.errorAt(alpha);
  const off = (rate.share - alpha) / error;
  const verdict = off > doubtful ? "TOO OFTEN" : off < -doubtful ? "kept, cautious" : "kept";
  const cells = [question.padEnd(64), metric.padEnd(17), percent(rate.share), percent(alpha), percent(error), verdict];
  console.log(cells.join("  "));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`.padStart(8);
}

console.log(["question".padEnd(64), "metric".padEnd(17), "  errors", "promised", "+- error"].join("  "));
for (const days of [250, 1000])
  for (const world of [...worlds, ...unseenWorlds]) {
    if (only !== undefined && !`${world.name} ${days}`.includes(only)) continue;
    const errors = labErrors(world, { labs: times, strategies: 20, days, draws, alpha });
    const about = `20 equal strategies ${world.name}, ${days} days`;
    for (const [metric, { excluded, better, apart }] of errors) {
      row(`${about}: one excluded`, metric, excluded);
      row(`... one called better than the first`, metric, better);
      row(`... the first two told apart`, metric, apart);
    }
  }
for (const days of [250, 1000]) {
  if (only !== undefined && !`markets ${days}`.includes(only)) continue;
  for (const [metric, { own, difference }] of intervalErrors({ markets: times, days, draws, alpha })) {
    row(`a market, ${days} days: the interval misses the truth`, metric, own);
    row(`... that of the difference between two markets`, metric, difference);
  }
}
