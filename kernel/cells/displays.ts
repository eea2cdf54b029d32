import { bundleOf, type MimeBundle, type Sendable, type ShownBundle, sendable } from "../results/bundle";
import { type Cell, currentCell } from "./cell";
import type { Streams } from "./streams";

/** Where a display is updated: one id per display, `update` from its second showing on. */
export interface DisplayTarget {
  readonly id: string;
  readonly update: boolean;
}

/** Shows values under cells, and says what cannot be shown. */
export class Displays {
  readonly #streams: Streams;
  readonly #lastCell: () => Cell | undefined;
  readonly #frameOf: (frame: object) => unknown;
  readonly #said = new WeakMap<Cell, Set<string>>();

  /** `frameOf` turns a frame of another danfo into one that can show itself. */
  constructor(streams: Streams, lastCell: () => Cell | undefined, frameOf: (frame: object) => unknown) {
    this.#streams = streams;
    this.#lastCell = lastCell;
    this.#frameOf = frameOf;
  }

  /** Returns what is shown for a value. */
  bundleOf(value: unknown): ShownBundle {
    return bundleOf(value, this.#frameOf);
  }

  /** Shows a bundle under the cell whose code runs. With a target, it updates one place. */
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

  /** Removes the output of the cell whose code runs. With `wait`, only when there is new output. */
  clear(wait: boolean): void {
    this.#streams.flush();
    (currentCell() ?? this.#lastCell())?.publish({ type: "clear_output", content: { wait } });
  }

  // Text that was written earlier is sent first.
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
    // A display that is updated says it only once.
    const news = missing.filter((sentence) => type !== "update_display_data" || !said.has(sentence));
    for (const sentence of news) {
      said.add(sentence);
      this.#streams.write(cell, "stderr", `${sentence}.\n`);
    }
    this.#streams.flush();
  }
}
