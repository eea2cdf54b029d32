import { offsetOf, type Place, placeOf } from "./positions";

/** A change of a text: `insert` takes the place of `length` characters at `start`. No change adds or takes a line. */
export interface Edit {
  readonly start: number;
  readonly length: number;
  readonly insert: string;
}

/** A text that was changed, and where its places were before. */
export interface EditedText {
  readonly text: string;
  /** Returns the offset in the original text of an offset in the changed one. */
  readonly originalOffset: (offset: number) => number;
  /** Returns the place in the original text of a place in the changed one. */
  readonly originalPlace: (place: Place) => Place;
}

/** Makes changes that do not overlap, given in any order. */
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
    // Inside inserted text: the place at which it was inserted.
    if (offset < at + insert.length) return start + Math.min(offset - at, length);
    shift += insert.length - length;
  }
  return offset - shift;
}
