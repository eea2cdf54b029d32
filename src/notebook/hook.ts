import type { MimeBundle } from "./display";

/** Where a display goes on being updated: one id a display, `update` from its second showing on. */
export interface DisplayTarget {
  readonly id: string;
  readonly update: boolean;
}

/** Sends a bundle to the notebook, under the cell that runs. */
export type SendDisplay = (bundle: MimeBundle, target?: DisplayTarget) => void;

/** The execution of a cell. */
export interface NotebookCell {
  /** Aborts when the cell is interrupted. */
  readonly signal: AbortSignal;
  /** What the cell shows already: as the value of its last expression it is not shown once more. */
  readonly shown: WeakSet<object>;
  /** What the cell shows in a row of a table: an array of nothing else is not shown once more. */
  readonly listed: WeakSet<object>;
  /** Called when its code has come to its end, before its result is shown. */
  readonly atEnd: Set<() => void>;
}

/** A session that runs, as the kernel sees it. */
export interface RunningSession {
  readonly name: string;
  /** Pauses it; resolves once everything of it is kept. */
  pauseNow(): Promise<void>;
}

/**
 * What a kernel that knows paperlab leaves at `globalThis[Symbol.for("paperlab.kernel")]`, the one place in which the
 * two meet: neither imports the other.
 */
export interface KernelHook {
  readonly display: SendDisplay;
  /** Returns what a notebook shows of a value that does not say so itself. */
  bundleOf(value: unknown): MimeBundle;
  /** Takes back what the cell whose code runs has shown; with `wait`, only when it shows something else. */
  clearOutput(wait: boolean): void;
  /** The cell whose code runs. */
  cell(): NotebookCell | undefined;
  /** Runs `work` so that an interrupt can break it even if it never ends; then it throws. */
  interruptible<Result>(work: () => Result): Result;
  /** The sessions that run, with the cell that set each off. */
  readonly sessions: Map<RunningSession, NotebookCell | undefined>;
}

const hookKey = Symbol.for("paperlab.kernel");

/** Returns the hook of the kernel that runs this process, or `undefined` where there is none. */
export function kernelHook(): KernelHook | undefined {
  return (globalThis as { [hookKey]?: KernelHook })[hookKey];
}

/** Returns what sends a display to the running kernel, be it paperlab's or tslab's own; `undefined` outside a notebook. */
export function notebookDisplay(): SendDisplay | undefined {
  return kernelHook()?.display ?? tslabDisplay();
}

/** What a kernel gives to the code of its cells; `undefined` outside a notebook. */
export interface CellScope {
  /** The variables of the cells that have run, by name. */
  readonly exports?: Readonly<Record<string, unknown>>;
  /** What loads modules. */
  readonly require?: unknown;
  /** What paperlab's kernel calls in the loops of cells, so that an interrupt ends them. */
  readonly check?: unknown;
  /** Functions of paperlab that every cell has, by what they are called there. */
  readonly lent?: Readonly<Record<string, unknown>>;
}

/** Returns what the kernel that runs this process gives to its cells. */
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

// tslab offers its display to `import "tslab"` in cells only, and the tslab that runs may be another one than ours: the
// module instance whose server has executed a cell is found among those that are loaded.
function tslabWrite(): TslabWrite | undefined {
  for (const [path, module] of Object.entries(require.cache)) {
    if (!/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path)) continue;
    const write: unknown = module?.exports?.lastWriteDisplayData;
    if (typeof write === "function") return write as TslabWrite;
  }
  return undefined;
}
