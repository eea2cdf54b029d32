import { isBroken } from "../errors/broken";
import { figureFault, figureType, figureWithoutLayout, isPlainFigure, textOfFigure, undrawnParts } from "./figure";
import { jsonOf } from "./json";
import { messageOf, valueText } from "./values";

/** One thing in several MIME types. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** What is shown for a value: always its text, and richer forms if it has any. */
export type ShownBundle = MimeBundle & { readonly "text/plain": string };

/** A bundle as it is sent, and what cannot be shown of it. */
export interface Sendable {
  /** Contains only JSON. */
  readonly data: MimeBundle;
  /** What was left out, and what will not be drawn, one sentence each. */
  readonly missing: readonly string[];
}

const displayKey = Symbol.for("Jupyter.display");

/**
 * Returns what a notebook shows for a value. It has what the value gives under `Symbol.for("Jupyter.display")`, an
 * object by MIME type or a function that returns one, and always its text. `{ data, layout }` is a figure. `frameOf`
 * turns a frame of another danfo into one that can show itself.
 */
export function bundleOf(value: unknown, frameOf: (value: object) => unknown = () => undefined): ShownBundle {
  try {
    const own = ownBundle(value) ?? ownBundle(foreignFrame(value, frameOf)) ?? figureBundle(value);
    if (own !== undefined) return { ...own, "text/plain": textOf(own, value) };
    const fault = figureFault(value);
    if (fault !== undefined) return { "text/plain": `${valueText(value)}\n(Not drawn as a figure: ${fault})` };
  } catch (error) {
    if (isBroken(error)) throw error;
    return { "text/plain": `${valueText(value)}\n(Its own display failed: ${messageOf(error)})` };
  }
  return { "text/plain": valueText(value) };
}

function ownBundle(value: unknown): MimeBundle | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  const display: unknown = (value as { [displayKey]?: unknown })[displayKey];
  const bundle: unknown = typeof display === "function" ? display.call(value) : display;
  if (bundle === undefined || bundle === null) return undefined;
  if (typeof bundle !== "object") throw new Error(`Expected an object by MIME type, was ${valueText(bundle)}`);
  return { ...bundle };
}

function figureBundle(value: unknown): MimeBundle | undefined {
  const figure = isPlainFigure(value) ? value : figureWithoutLayout(value);
  return figure && { [figureType]: figure, "text/plain": textOfFigure(figure) };
}

function textOf(bundle: MimeBundle, value: unknown): string {
  const text = bundle["text/plain"];
  return typeof text === "string" ? text : valueText(value);
}

// Every other type is text or bytes.
const jsonTypes = /^application\/(.*\+)?json$/;

/** Makes a bundle that can be sent: bytes as base64, JSON as in `jsonOf`. What a notebook cannot hold is left out. */
export function sendable(bundle: MimeBundle): Sendable {
  const data: Record<string, unknown> = {};
  const missing: string[] = [];
  for (const [type, content] of Object.entries(bundle)) {
    const sent = jsonTypes.test(type) ? sentAsJson(type, content) : sentAsText(type, content);
    if (sent.value !== undefined) data[type] = sent.value;
    missing.push(...sent.missing);
  }
  return { data, missing };
}

interface Sent {
  readonly value: unknown;
  readonly missing: readonly string[];
}

function sentAsJson(type: string, content: unknown): Sent {
  const { value, leftOut } = jsonOf(content);
  const missing = leftOut.length === 0 ? [] : [`Left out of ${type}, because JSON cannot hold it: ${listOf(leftOut)}`];
  const undrawn = type === figureType ? undrawnParts(value) : [];
  return {
    value,
    missing: undrawn.length === 0 ? missing : [...missing, `Not drawn in the figure: ${listOf(undrawn)}`],
  };
}

function sentAsText(type: string, content: unknown): Sent {
  if (content instanceof Uint8Array) return { value: Buffer.from(content).toString("base64"), missing: [] };
  if (typeof content === "string") return { value: content, missing: [] };
  if (Array.isArray(content) && content.every((line) => typeof line === "string"))
    return { value: content, missing: [] };
  return {
    value: undefined,
    missing: [`Not shown: expected a text for ${type}, was ${shortText(valueText(content))}`],
  };
}

const mostNamed = 4;

function listOf(places: readonly string[]): string {
  const more = places.length - mostNamed;
  return [...places.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

function shortText(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
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
