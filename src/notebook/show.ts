import { inspect } from "node:util";
import { bundleOf, type MimeBundle } from "./display";
import { kernelHook, notebookDisplay } from "./hook";

/**
 * Shows a value where it is called, and not only at the end of a cell: figures are drawn, frames, cards and sessions
 * appear as they print themselves. In plain Node it prints the plain text. Returns nothing.
 */
export function show(value: unknown): void {
  const bundle = bundleOf(value) ?? plainBundle(value);
  const send = notebookDisplay();
  if (send === undefined) console.log(bundle["text/plain"]);
  else send(bundle);
}

/**
 * Takes back what the running cell has shown and written so far; with `wait`, only when it shows or writes something else, so
 * that nothing flickers. Only paperlab's kernel can; elsewhere nothing happens. Returns nothing.
 */
export function clearOutput({ wait = false }: { readonly wait?: boolean } = {}): void {
  kernelHook()?.clearOutput?.(wait);
}

/** One place in a notebook's output whose content is replaced by each showing. */
export type LiveDisplay = (value: unknown) => void;

let displays = 0;

/**
 * Opens a place in the output of the running cell that can be updated, also after the cell has ended. `undefined`
 * outside a notebook, where output cannot be taken back.
 */
export function liveDisplay(): LiveDisplay | undefined {
  const send = notebookDisplay();
  if (send === undefined) return undefined;
  const id = `paperlab-${process.pid}-${++displays}`;
  let update = false;
  return (value) => {
    send(bundleOf(value) ?? plainBundle(value), { id, update });
    update = true;
  };
}

function plainBundle(value: unknown): MimeBundle {
  if (typeof value === "string") return { "text/plain": value };
  // Kernels of before have no such method.
  return kernelHook()?.bundleOf?.(value) ?? { "text/plain": inspect(value) };
}
