import type { Output } from "../cells/cell";
import { linesOf, type NotebookOutput } from "./notebook";

type Content = Readonly<Record<string, unknown>>;

/** Displays that can be updated, over all cells of a notebook. */
export type DisplayPlaces = Map<string, { outputs: NotebookOutput[]; at: number }[]>;

/** Collects what a cell publishes, as the outputs of a notebook file. */
export class OutputList {
  readonly outputs: NotebookOutput[] = [];
  readonly #places: DisplayPlaces;
  #clearNext = false;

  constructor(places: DisplayPlaces) {
    this.#places = places;
  }

  /** Takes one message. */
  take({ type, content }: Output): void {
    if (type === "clear_output") {
      if (content.wait === true) this.#clearNext = true;
      else this.#clear();
    } else if (type === "update_display_data") this.#update(content);
    else if (type !== "execute_input") this.#add(type, content);
  }

  #add(
    type: Exclude<Output["type"], "clear_output" | "update_display_data" | "execute_input">,
    content: Content,
  ): void {
    if (this.#clearNext) this.#clear();
    if (type === "stream") this.#addText(String(content.name), String(content.text));
    else if (type === "error") {
      const { ename, evalue, traceback } = content;
      this.outputs.push({ output_type: "error", ename, evalue, traceback });
    } else this.#addShown(type, content);
  }

  // A display that was removed cannot be updated any more.
  #clear(): void {
    this.#clearNext = false;
    this.outputs.length = 0;
    for (const [id, places] of this.#places) {
      this.#places.set(
        id,
        places.filter(({ outputs }) => outputs !== this.outputs),
      );
    }
  }

  #addShown(type: "display_data" | "execute_result", content: Content): void {
    const { data, metadata, execution_count } = content;
    const shown = { data: filed(data as Content), metadata };
    this.outputs.push(
      type === "execute_result"
        ? { output_type: type, execution_count, ...shown }
        : { output_type: "display_data", ...shown },
    );
    const id = (content.transient as { display_id?: string } | undefined)?.display_id;
    if (id !== undefined) this.#remember(id);
  }

  #addText(name: string, text: string): void {
    const last = this.outputs.at(-1);
    if (last?.output_type !== "stream" || last.name !== name) {
      this.outputs.push({ output_type: "stream", name, text: linesOf(text) });
      return;
    }
    const whole = linesOf((last.text as string[]).join("") + text);
    this.outputs[this.outputs.length - 1] = { output_type: "stream", name, text: whole };
  }

  #remember(id: string): void {
    const places = this.#places.get(id) ?? [];
    places.push({ outputs: this.outputs, at: this.outputs.length - 1 });
    this.#places.set(id, places);
  }

  #update({ data, metadata, transient }: Content): void {
    const id = (transient as { display_id?: string } | undefined)?.display_id ?? "";
    for (const { outputs, at } of this.#places.get(id) ?? []) {
      outputs[at] = { ...outputs[at], data: filed(data as Content), metadata };
    }
  }
}

const wholeTypes = /^(image\/(png|jpeg|gif)|application\/(pdf|(.*\+)?json))$/;

// Text as a list of lines, JSON as it is.
function filed(data: Content): Content {
  const entries = Object.entries(data).map(([type, content]) => {
    const isText = typeof content === "string" && !wholeTypes.test(type);
    return [type, isText ? linesOf(content) : content];
  });
  return Object.fromEntries(entries);
}
