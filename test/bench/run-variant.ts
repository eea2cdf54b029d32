// Does one variant of one work several times in this process and prints the milliseconds of each as JSON.
import type { Outcome } from "./loops";
import { type VariantName, variantOf } from "./variants";
import { expectedOutcomes, type WorkName } from "./works";

async function main(work: WorkName, name: VariantName, runs: number): Promise<void> {
  const variant = variantOf(work, name);
  const expected = expectedOutcomes[work];
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const { outcome, milliseconds } = await variant();
    times.push(milliseconds);
    // Once, at the end: what is made to look at a run must not slow the next one.
    if (run === runs - 1) check(outcome());
  }
  console.log(JSON.stringify(times));

  function check(outcome: Outcome): void {
    const right = Math.abs(outcome.equity - expected.equity) < 1e-6 && outcome.fills === expected.fills;
    if (!right)
      throw new Error(`${work}, ${name}: was ${JSON.stringify(outcome)}, should be ${JSON.stringify(expected)}`);
  }
}

const [work, name, runs] = process.argv.slice(2);
void main(work as WorkName, name as VariantName, Number(runs));
