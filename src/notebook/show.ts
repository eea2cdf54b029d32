import { inspect } from "node:util";
import { bundleOf, type MimeBundle } from "./display";
import { kernelHook, notebookDisplay } from "./hook";

/**
 * Shows a value where it is called, not only at the end of a cell. Figures are drawn. Frames, cards and sessions
 * appear as they print themselves. In plain Node it prints the plain text. Returns nothing.
 */
export function show(value: unknown): void {
  const bundle = bundleOf(value) ?? plainBundle(value);
  const send = notebookDisplay();
  if (send === undefined) console.log(bundle["text/plain"]);
  else send(bundle);
}

/**
 * Removes what the running cell has shown and written so far. With `wait`, it does so only when there is new output,
 * so that nothing flickers. Works only in paperlab's kernel; elsewhere nothing happens. Returns nothing.
 */
export function clearOutput({ wait = false }: { readonly wait?: boolean } = {}): void {
  kernelHook()?.clearOutput?.(wait);
}

/** One place in a notebook's output. Each call replaces its content. */
export type LiveDisplay = (value: unknown) => void;

let displays = 0;

/**
 * Opens a place in the output of the running cell that can be updated, even after the cell has ended. `undefined`
 * outside a notebook, where output cannot be replaced.
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
  // Older kernels do not have this method.
  return kernelHook()?.bundleOf?.(value) ?? { "text/plain": inspect(value) };
}
