import { isDeepStrictEqual } from "node:util";
import type { Found, FoundText } from "../../source/found";

/** Gathers what was found in the text of files: those that were read in one way are one. Plain files are left out. */
export function textsOf(texts: readonly FoundText[]): Pick<Found, "texts"> {
  const kinds: { text: FoundText; files: number[] }[] = [];
  texts.forEach((text, at) => {
    if (Object.keys(text).length === 0) return;
    const kind = kinds.find((one) => isDeepStrictEqual(one.text, text));
    if (kind === undefined) kinds.push({ text, files: [at] });
    else kind.files.push(at);
  });
  if (kinds.length === 0) return {};
  return { texts: kinds.map(({ text, files }) => (files.length === texts.length ? text : { ...text, files })) };
}

/** Returns what was found in the text of a file: nothing for a plain one. */
export function knownText(texts: Found["texts"], at: number): FoundText {
  const { files: _, ...text } = texts?.find(({ files }) => files === undefined || files.includes(at)) ?? {};
  return text;
}
