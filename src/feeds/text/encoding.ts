import { isUtf8 } from "node:buffer";
import type { FoundText } from "../source/found";

/** What a text is in, where that is not UTF-8. */
export type Encoding = NonNullable<FoundText["encoding"]>;

const piece = 1 << 24;
const windows1252 = new TextDecoder("windows-1252");

/** Returns the kind of UTF-16 that the mark before a text says; `undefined` where there is none. */
export function utf16Of(bytes: Buffer): "utf-16le" | "utf-16be" | undefined {
  const mark = bytes.length < 2 ? 0 : bytes.readUInt16BE();
  return mark === 0xfffe ? "utf-16le" : mark === 0xfeff ? "utf-16be" : undefined;
}

/** Returns a text of UTF-16 in UTF-8, without its mark. */
export function transcoded(bytes: Buffer, from: "utf-16le" | "utf-16be"): Buffer {
  const decoder = new TextDecoder(from);
  const pieces: Buffer[] = [];
  // A string is shorter than a file may be.
  for (let at = 0; at < bytes.length; at += piece)
    pieces.push(Buffer.from(decoder.decode(bytes.subarray(at, at + piece), { stream: true })));
  return Buffer.concat(pieces);
}

/** Returns a cell as text: in UTF-8 where it can be, else in Windows-1252, in which every byte is a letter. */
export function decoded(bytes: Buffer, from: number, to: number): string {
  const cell = bytes.subarray(from, to);
  return isUtf8(cell) ? cell.toString("utf8") : windows1252.decode(cell);
}
