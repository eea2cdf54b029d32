import { bundleOf, type MimeBundle, type Sendable, type ShownBundle, sendable } from "../results/bundle";
import { type Cell, currentCell } from "./cell";
import type { Streams } from "./streams";

/** Where a display goes on being updated: one id a display, `update` from its second showing on. */
export interface DisplayTarget {
  readonly id: string;
  readonly update: boolean;
}

/** Shows values under cells, and says what cannot be shown of them. */
export class Displays {
  readonly #streams: Streams;
  readonly #lastCell: () => Cell | undefined;
  readonly #frameOf: (frame: object) => unknown;
  readonly #said = new WeakMap<Cell, Set<string>>();

  /** `frameOf` makes a frame that can show itself of one of another danfo. */
  constructor(streams: Streams, lastCell: () => Cell | undefined, frameOf: (frame: object) => unknown) {
    this.#streams = streams;
    this.#lastCell = lastCell;
    this.#frameOf = frameOf;
  }

  /** Returns what is shown of a value. */
  bundleOf(value: unknown): ShownBundle {
    return bundleOf(value, this.#frameOf);
  }

  /** Shows a bundle under the cell whose code runs; with a target, in one place that is updated. */
  show(bundle: MimeBundle, target?: DisplayTarget): void {
    const transient = target === undefined ? {} : { display_id: String(target.id) };
    const type = target?.update === true ? "update_display_data" : "display_data";
    const cell = currentCell() ?? this.#lastCell();
    if (cell !== undefined) this.#publish(cell, type, sendable(bundle), { transient });
  }

  /** Shows the value of the last expression of a cell. */
  showResult(value: unknown, cell: Cell, count: number): void {
    this.#publish(cell, "execute_result", sendable(this.bundleOf(value)), { execution_count: count });
  }

  /** Takes back what the cell whose code runs has shown; with `wait`, only when it shows something else. */
  clear(wait: boolean): void {
    this.#streams.flush();
    (currentCell() ?? this.#lastCell())?.publish({ type: "clear_output", content: { wait } });
  }

  // What was written before it is sent before it.
  #publish(
    cell: Cell,
    type: "display_data" | "update_display_data" | "execute_result",
    { data, missing }: Sendable,
    more: object,
  ): void {
    this.#streams.flush();
    cell.publish({ type, content: { ...more, data, metadata: {} } });
    const said = this.#said.get(cell) ?? new Set();
    this.#said.set(cell, said);
    // A display that is updated says it once.
    const news = missing.filter((sentence) => type !== "update_display_data" || !said.has(sentence));
    for (const sentence of news) {
      said.add(sentence);
      this.#streams.write(cell, "stderr", `${sentence}.\n`);
    }
    this.#streams.flush();
  }
}
