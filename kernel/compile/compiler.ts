import type { SharedFlags } from "../thread/flags";
import type { Converter, SideOutput, Tslab } from "./tslab";

/** tslab's converter as cells use it. It sees the present state of the disk, and is replaced if it breaks. */
export class Compiler {
  /** The other parts of tslab. */
  readonly tslab: Tslab;
  readonly #flags: SharedFlags;
  readonly #modules = new Map<string, string>();
  // The JavaScript of files that was made for a cell that is not run. The converter does not make it again.
  #unclaimed: SideOutput[] = [];
  #surroundings: string;
  #converter: Converter;

  constructor(tslab: Tslab, flags: SharedFlags) {
    this.tslab = tslab;
    this.#flags = flags;
    this.#surroundings = tslab.surroundings();
    this.#converter = tslab.newConverter();
  }

  /** Compiles a cell that follows the declarations of earlier ones. */
  convert(earlier: string, source: string): ReturnType<Converter["convert"]> {
    const converted = this.#use((converter) => converter.convert(earlier, source));
    if (converted.diagnostics.length > 0 || this.#unclaimed.length === 0) return converted;
    const sideOutputs = [...this.#unclaimed, ...(converted.sideOutputs ?? [])];
    this.#unclaimed = [];
    return { ...converted, sideOutputs };
  }

  /** Returns the declarations after a cell that is not run; `undefined` if it has faults. */
  declarationsAfter(earlier: string, source: string): string | undefined {
    const { declOutput, sideOutputs = [] } = this.#use((converter) => converter.convert(earlier, source));
    this.#unclaimed.push(...sideOutputs);
    return declOutput;
  }

  /** Returns the names that can stand at an offset of a cell. */
  complete(earlier: string, source: string, offset: number): ReturnType<Converter["complete"]> {
    return this.#use((converter) => converter.complete(earlier, source, offset));
  }

  /** Describes the name at an offset of a cell. */
  inspect(earlier: string, source: string, offset: number): ReturnType<Converter["inspect"]> {
    return this.#use((converter) => converter.inspect(earlier, source, offset));
  }

  /** Adds a module that a cell declares itself to be. Returns its faults. */
  addModule(name: string, source: string): ReturnType<Converter["addModule"]> {
    const faults = this.#use((converter) => converter.addModule(name, source));
    this.#modules.set(name, source);
    return faults;
  }

  /** Releases everything. */
  close(): void {
    this.#converter.close();
  }

  /** Tells the other thread that the compiler is at work while `work` runs. */
  atWork<Result>(work: () => Result): Result {
    const before = this.#flags.compiling;
    this.#flags.compiling = true;
    try {
      return work();
    } finally {
      this.#flags.compiling = before;
    }
  }

  #use<Result>(work: (converter: Converter) => Result): Result {
    return this.atWork(() => this.#tried(work));
  }

  #tried<Result>(work: (converter: Converter) => Result): Result {
    if (this.tslab.surroundings() !== this.#surroundings) this.#renew();
    this.#converter.lookAtDisk();
    try {
      return work(this.#converter);
    } catch {
      // A converter that has thrown once may throw for ever. If a new one throws too, the code is to blame.
      this.#renew();
      return work(this.#converter);
    }
  }

  #renew(): void {
    this.#surroundings = this.tslab.surroundings();
    this.#converter = this.tslab.newConverter();
    for (const [name, source] of this.#modules) this.#converter.addModule(name, source);
  }
}
