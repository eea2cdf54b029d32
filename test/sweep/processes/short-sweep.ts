// Runs a short sweep in memory, and has nothing more to do.
import { gbm, openLab } from "../../../src/index";
import { crossover } from "../../api/strategies";

async function main(): Promise<void> {
  const lab = await openLab(":memory:");
  const sweep = await lab.sweep(gbm({ A: {} }, { bars: 100 }), crossover, { grid: { fast: [3, 4, 5, 6] } });
  process.stdout.write(`${sweep.state} ${sweep.executed}\n`);
}

void main();
