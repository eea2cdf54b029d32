import type { MimeBundle } from "./display";

/** Where a display is updated: one id per display, `update` from its second showing on. */
export interface DisplayTarget {
  readonly id: string;
  readonly update: boolean;
}

/** Sends a bundle to the notebook, below the running cell. */
export type SendDisplay = (bundle: MimeBundle, target?: DisplayTarget) => void;

/** The execution of a cell. */
export interface NotebookCell {
  /** Aborts when the cell is interrupted. */
  readonly signal: AbortSignal;
  /** What the cell already shows. It is not shown again as the value of the last expression. */
  readonly shown: WeakSet<object>;
  /** What the cell shows as a row of a table. An array that has only such values is not shown again. */
  readonly listed: WeakSet<object>;
  /** Called when its code has ended, before its result is shown. */
  readonly atEnd: Set<() => void>;
}

/** A running session, as the kernel sees it. */
export interface RunningSession {
  readonly name: string;
  /** Pauses it. Resolves once everything is kept. */
  pauseNow(): Promise<void>;
  /**
   * Makes it stand still if its strategy reads variables of cells under some names, which a cell is about to declare
   * anew. It goes on by itself after 2 s. Resolves once it stands.
   */
  stand?(names: readonly string[]): Promise<void>;
  /** Lets it go on. Resolves once it does, or is PAUSED. */
  goOn?(): Promise<void>;
}

/**
 * A kernel that knows paperlab puts this at `globalThis[Symbol.for("paperlab.kernel")]`. It is the only place where
 * the two meet: neither imports the other.
 */
export interface KernelHook {
  readonly display: SendDisplay;
  /** Returns what a notebook shows for a value that does not print itself. */
  bundleOf(value: unknown): MimeBundle;
  /** Removes the output of the cell whose code runs. With `wait`, only when there is new output. */
  clearOutput(wait: boolean): void;
  /** The cell whose code runs. */
  cell(): NotebookCell | undefined;
  /** Runs `work` so that an interrupt can break it off even if it never ends. Then it throws. */
  interruptible<Result>(work: () => Result): Result;
  /** The running sessions, and the cell that started each. */
  readonly sessions: Map<RunningSession, NotebookCell | undefined>;
}

const hookKey = Symbol.for("paperlab.kernel");

/** Returns the hook of the kernel that runs this process, or `undefined` if there is none. */
export function kernelHook(): KernelHook | undefined {
  return (globalThis as { [hookKey]?: KernelHook })[hookKey];
}

/**
 * Returns a function that sends a display to the running kernel, paperlab's or tslab's own; `undefined` outside a
 * notebook.
 */
export function notebookDisplay(): SendDisplay | undefined {
  return kernelHook()?.display ?? tslabDisplay();
}

/** What a kernel gives to the code of its cells. */
export interface CellScope {
  /** The variables of the cells that have run, by name. */
  readonly exports?: Readonly<Record<string, unknown>>;
  /** What the modules call that cells import under another name: `{ m: "sma", lib: "default" }`. */
  readonly imported?: Readonly<Record<string, string>>;
  /** The function that loads modules. */
  readonly require?: unknown;
  /** paperlab's kernel calls it in the loops of cells, so that an interrupt ends them. */
  readonly check?: unknown;
  /** Functions of paperlab that every cell has, by name. */
  readonly lent?: Readonly<Record<string, unknown>>;
}

/** Returns what the kernel of this process gives to its cells; `undefined` outside a notebook. */
export function cellScope(): CellScope | undefined {
  return (globalThis as { __tslab__?: CellScope }).__tslab__;
}

type TslabWrite = (data: { data: object; metadata: object; transient: object }, update: boolean) => void;

function tslabDisplay(): SendDisplay | undefined {
  const write = tslabWrite();
  if (write === undefined) return undefined;
  return (data, target) =>
    write({ data, metadata: {}, transient: target ? { display_id: target.id } : {} }, target?.update ?? false);
}

// tslab offers its display only to `import "tslab"` in cells, and the running tslab may not be paperlab's. So this
// looks among the loaded modules for the instance whose server has executed a cell.
function tslabWrite(): TslabWrite | undefined {
  for (const [path, module] of Object.entries(require.cache)) {
    if (!/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path)) continue;
    const write: unknown = module?.exports?.lastWriteDisplayData;
    if (typeof write === "function") return write as TslabWrite;
  }
  return undefined;
}
