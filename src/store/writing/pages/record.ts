import { putVarint, varintLength } from "./varint";

// Room before the values for the record's header: its length and one type of up to 8 bytes for each of 32 values.
const HEADER_ROOM = 264;
const TWO_TO_47 = 2 ** 47;
const TWO_TO_32 = 2 ** 32;

/**
 * Builds one row at a time in SQLite's record format (https://www.sqlite.org/fileformat2.html#record_format). Values
 * are appended one by one, in the order of the table's columns, at most 32. Doubles are copied bit for bit.
 */
export class RecordWriter {
  /** The row is in `bytes` from `start` to `end`, once `finish` was called. */
  bytes = new Uint8Array(4096);
  start = HEADER_ROOM;
  end = HEADER_ROOM;
  #view = new DataView(this.bytes.buffer);
  readonly #types = new Uint8Array(HEADER_ROOM);
  #typesEnd = 0;

  /** Begins a row. */
  begin(): void {
    this.end = HEADER_ROOM;
    this.#typesEnd = 0;
  }

  /** Appends a number that should be whole. One that is not whole, or is absent, is kept as it is. */
  integer(value: number | undefined): void {
    if (value === undefined) this.#types[this.#typesEnd++] = 0;
    else if ((value | 0) === value && !Object.is(value, -0)) this.#integer32(value);
    else if (Number.isInteger(value) && Math.abs(value) < TWO_TO_47) this.#integer48(value);
    else this.real(value);
  }

  /** Appends a double: absent and `NaN` as NULL, everything else bit for bit. */
  real(value: number | null | undefined): void {
    if (value === undefined || value === null || Number.isNaN(value)) {
      this.#types[this.#typesEnd++] = 0;
      return;
    }
    this.#types[this.#typesEnd++] = 7;
    this.#reserve(8);
    this.#view.setFloat64(this.end, value);
    this.end += 8;
  }

  /** Appends text, absent as NULL. */
  text(value: string | undefined): void {
    if (value === undefined) {
      this.#types[this.#typesEnd++] = 0;
      return;
    }
    this.#reserve(value.length * 3);
    const length = this.#putShortAscii(value) ? value.length : this.#putUtf8(value);
    this.#typesEnd = putVarint(this.#types, this.#typesEnd, 13 + 2 * length);
    this.end += length;
  }

  /** Appends bytes. */
  blob(value: Uint8Array): void {
    this.#reserve(value.length);
    this.bytes.set(value, this.end);
    this.#typesEnd = putVarint(this.#types, this.#typesEnd, 12 + 2 * value.length);
    this.end += value.length;
  }

  /** Appends NULL. */
  none(): void {
    this.#types[this.#typesEnd++] = 0;
  }

  /** Puts the header before the values, which ends the row. */
  finish(): void {
    const length = this.#typesEnd + (this.#typesEnd < 127 ? 1 : 2);
    this.start = HEADER_ROOM - length;
    let at = putVarint(this.bytes, this.start, length);
    for (let place = 0; place < this.#typesEnd; place++) this.bytes[at++] = this.#types[place];
  }

  #integer32(value: number): void {
    this.#types[this.#typesEnd++] = 4;
    this.#reserve(4);
    this.#view.setInt32(this.end, value);
    this.end += 4;
  }

  #integer48(value: number): void {
    this.#types[this.#typesEnd++] = 5;
    this.#reserve(6);
    this.#view.setInt16(this.end, Math.floor(value / TWO_TO_32));
    this.#view.setUint32(this.end + 2, value >>> 0);
    this.end += 6;
  }

  // Nearly all text here is a short word. A loop over it takes a fifth of the time of a call of an encoder.
  #putShortAscii(value: string): boolean {
    if (value.length > 64) return false;
    for (let place = 0; place < value.length; place++) {
      const code = value.charCodeAt(place);
      if (code > 127) return false;
      this.bytes[this.end + place] = code;
    }
    return true;
  }

  #putUtf8(value: string): number {
    return Buffer.from(this.bytes.buffer).write(value, this.end, "utf8");
  }

  #reserve(length: number): void {
    if (this.end + length <= this.bytes.length) return;
    const larger = new Uint8Array((this.end + length) * 2);
    larger.set(this.bytes);
    this.bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** Returns how many bytes a row of `payload` bytes takes in a leaf page, before any of it overflows. */
export function cellLength(payload: number, rowid: number): number {
  return varintLength(payload) + varintLength(rowid) + payload;
}
