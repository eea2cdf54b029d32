import { isBroken } from "../errors/broken";
import { valueText } from "./values";

/** Representations of one thing by MIME type. */
export type MimeBundle = Readonly<Record<string, unknown>>;

const displayKey = Symbol.for("Jupyter.display");

/**
 * Returns what a notebook shows of a value: what it says of itself under `Symbol.for("Jupyter.display")`, which is an object
 * by MIME type or a function that returns one, and its text in any case. `frameOf` makes a frame that can show itself of
 * one of another danfo.
 */
export function bundleOf(value: unknown, frameOf: (value: object) => unknown = () => undefined): MimeBundle {
  try {
    const own = ownBundle(value) ?? ownBundle(foreignFrame(value, frameOf));
    if (own !== undefined) return { ...travelling(own), "text/plain": textOf(own, value) };
  } catch (error) {
    if (isBroken(error)) throw error;
    return { "text/plain": `${valueText(value)}\n(Its own display failed: ${reasonOf(error)})` };
  }
  return { "text/plain": valueText(value) };
}

function ownBundle(value: unknown): MimeBundle | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  const display: unknown = (value as { [displayKey]?: unknown })[displayKey];
  const bundle: unknown = typeof display === "function" ? display.call(value) : display;
  if (bundle === undefined || bundle === null) return undefined;
  if (typeof bundle !== "object") throw new Error(`Expected an object by MIME type, was ${valueText(bundle)}`);
  for (const [type, content] of Object.entries(bundle)) {
    if (!type.startsWith("text/") || typeof content === "string" || Array.isArray(content)) continue;
    throw new Error(`Expected a text for ${type}, was ${valueText(content)}`);
  }
  return bundle as MimeBundle;
}

function textOf(bundle: MimeBundle, value: unknown): string {
  const text = bundle["text/plain"];
  return typeof text === "string" ? text : valueText(value);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : valueText(error);
}

/** Returns a bundle as it is sent: binary content as base64. */
export function travelling(bundle: MimeBundle): MimeBundle {
  const entries = Object.entries(bundle).map(([type, content]) => [type, binary(content) ?? content]);
  return Object.fromEntries(entries);
}

function binary(content: unknown): string | undefined {
  return content instanceof Uint8Array ? Buffer.from(content).toString("base64") : undefined;
}

// A DataFrame or Series of a danfo that a notebook imported itself.
function foreignFrame(value: unknown, frameOf: (value: object) => unknown): unknown {
  if (typeof value !== "object" || value === null || displayKey in value) return undefined;
  const { $isSeries, columns, values, index } = value as Record<string, unknown>;
  if (typeof $isSeries !== "boolean" || !Array.isArray(columns) || !Array.isArray(values) || !Array.isArray(index)) {
    return undefined;
  }
  return frameOf(value);
}
