import { offsetOf, type Place, placeOf } from "./positions";

/** An edit of a text: `insert` replaces `length` characters at `start`. No edit adds or removes a line. */
export interface Edit {
  readonly start: number;
  readonly length: number;
  readonly insert: string;
}

/** An edited text, and the original place of each of its places. */
export interface EditedText {
  readonly text: string;
  /** Returns the offset in the original text for an offset in the edited one. */
  readonly originalOffset: (offset: number) => number;
  /** Returns the place in the original text for a place in the edited one. */
  readonly originalPlace: (place: Place) => Place;
}

/** Makes edits that do not overlap, in any order. */
export function edited(original: string, edits: readonly Edit[]): EditedText {
  const sorted = [...edits].sort((a, b) => a.start - b.start);
  let text = "";
  let end = 0;
  for (const { start, length, insert } of sorted) {
    text += original.slice(end, start) + insert;
    end = start + length;
  }
  text += original.slice(end);
  const originalOffset = (offset: number) => offsetBefore(sorted, offset);
  const originalPlace = (place: Place) => placeOf(original, originalOffset(offsetOf(text, place)));
  return { text, originalOffset, originalPlace };
}

function offsetBefore(sorted: readonly Edit[], offset: number): number {
  let shift = 0;
  for (const { start, length, insert } of sorted) {
    const at = start + shift;
    if (offset < at) break;
    // Inside inserted text: the place where it was inserted.
    if (offset < at + insert.length) return start + Math.min(offset - at, length);
    shift += insert.length - length;
  }
  return offset - shift;
}
