/** A short text that outlives its thread. */
export type LastWords = Uint16Array;

const LONGEST = 500;

/** Returns an empty one. */
export function lastWords(): LastWords {
  return new Uint16Array(new SharedArrayBuffer(2 * LONGEST));
}

const { charCodeAt } = String.prototype;
const { apply } = Reflect;

/** Writes a text. What is too long is cut off. It needs nothing that a run may have broken since this file was loaded. */
export function write(words: LastWords, text: string): void {
  for (let at = 0; at < text.length && at < LONGEST; at++) words[at] = apply(charCodeAt, text, [at]);
}

/** Returns what was written; `undefined` if nothing was. */
export function read(words: LastWords): string | undefined {
  const end = words.indexOf(0);
  const text = String.fromCharCode(...words.subarray(0, end < 0 ? words.length : end));
  return text === "" ? undefined : text;
}
