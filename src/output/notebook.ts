import type { MimeBundle } from "./display";

/** Where a display goes on being updated: one id a display, `update` from its second showing on. */
export interface DisplayTarget {
  readonly id: string;
  readonly update: boolean;
}

/** Sends a bundle to the notebook, under the cell that runs. */
export type SendDisplay = (bundle: MimeBundle, target?: DisplayTarget) => void;

/**
 * What a kernel that knows paperlab leaves at `globalThis[Symbol.for("paperlab.kernel")]`: its display function, the
 * signal that aborts when the running cell is interrupted, whether it was, and a set for the sessions that run.
 */
export interface KernelHook {
  readonly display: SendDisplay;
  readonly signal?: AbortSignal;
  readonly interrupted?: () => boolean;
  readonly sessions?: Set<object>;
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

/** Returns what the cells that have run in this process call `name`; `undefined` outside a notebook. */
export function cellValue(name: string): unknown {
  const { __tslab__: tslab } = globalThis as { __tslab__?: { exports?: Readonly<Record<string, unknown>> } };
  return tslab?.exports?.[name];
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
