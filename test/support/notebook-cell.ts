import { Breaker } from "../../kernel/cells/breakable";
import { Cell, inCell, type Output } from "../../kernel/cells/cell";
import { Displays } from "../../kernel/cells/displays";
import { installHook } from "../../kernel/cells/hook";
import { Streams } from "../../kernel/cells/streams";
import { CellSources } from "../../kernel/errors/frames";
import { SharedFlags } from "../../kernel/thread/flags";

const hookKey = Symbol.for("paperlab.kernel");

/**
 * Runs `work` as the code of a notebook's cell, with the hook of paperlab's kernel in place. Resolves to what it
 * returned or threw, and what it published. `cell` can be interrupted while it runs.
 */
export async function asCell<Result>(work: (cell: Cell) => Promise<Result>) {
  const published: Output[] = [];
  const cell = new Cell("cell 1", (output) => published.push(output));
  const breaker = new Breaker(new CellSources("/", []), () => []);
  const none = () => undefined;
  const hook = installHook(new Displays(new Streams(), none, none), breaker, new SharedFlags());
  try {
    const [settled] = await Promise.allSettled([inCell(cell, () => work(cell))]);
    for (const end of cell.atEnd) inCell(cell, end);
    return { settled, published, cell, hook };
  } finally {
    Reflect.deleteProperty(globalThis, hookKey);
  }
}

/** Runs `work` as the code of a cell that was already interrupted, and throws what it throws. */
export async function inInterruptedCell(work: () => Promise<unknown>): Promise<void> {
  const { settled } = await asCell((cell) => {
    cell.interrupt();
    return work();
  });
  if (settled.status === "rejected") throw settled.reason;
}
