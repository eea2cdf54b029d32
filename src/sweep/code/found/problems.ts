import { PaperLabError } from "../../../errors";

const MOST_NAMED = 8;
// Of more than these, most come from one thing, such as an object of Node with all that is within it.
const FEW = 3;
const MANY = 20;

/** Collects what cannot travel, to name all of it at once. */
export class Problems {
  readonly #found = new Map<string, string>();

  /** Adds something. `path`: the functions that lead to it. */
  add(name: string, why: string, path: string): void {
    if (!this.#found.has(`${name} ${why}`)) this.#found.set(`${name} ${why}`, `${name} (${why}${through(path, name)})`);
  }

  /** Whether there are so many that nobody needs more: looking into all of Node takes seconds. */
  get areMany(): boolean {
    return this.#found.size >= MANY;
  }

  /** Throws CANNOT_TRAVEL if there is anything. */
  throwAny(strategy: string): void {
    const all = [...this.#found.values()];
    if (all.length === 0) return;
    const shown = all.length > MOST_NAMED ? FEW : all.length;
    const others = this.areMany ? "many" : all.length - shown;
    const more = all.length > shown ? `, and ${others} more` : "";
    const wayOut = `Make it inside the functions, or keep the strategy in a file: module: "./${fileName(strategy)}.ts"`;
    throw new PaperLabError(
      "CANNOT_TRAVEL",
      `Expected strategy "${strategy}" to need only what can be sent to threads and machines, but it needs ${all.slice(0, shown).join(", ")}${more}. ${wayOut}`,
    );
  }
}

function through(path: string, name: string): string {
  const steps = path.split(" > ").filter((step) => step !== "" && step !== name);
  return steps.length === 0 ? "" : `, in ${steps.at(-1)}`;
}

function fileName(strategy: string): string {
  return strategy.replace(/[^\w-]+/g, "-").replace(/^-|-$/g, "") || "mine";
}
