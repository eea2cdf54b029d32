import { createHash, type Hash } from "node:crypto";

/** Where the events of a session are written, in the order they happened. */
export interface EventBytes {
  /** Writes a double. */
  number(value: number): void;
  /** Writes a word from a small set, such as a code or a symbol: its length, then its UTF-8. */
  word(word: string): void;
  /** Writes any text as `word` does, or marks that there is none. */
  text(text: string | undefined): void;
}

const ROOM = 65_536;
// Most characters of a text that goes into the buffer; each takes up to three bytes.
const LONG = 4096;
// A length that no text has: marks that there is none.
const NONE = 0xffff_ffff;

/** Buffers bytes for a SHA-256: numbers are little-endian, lengths 32 bits. */
export class HashedBytes implements EventBytes {
  readonly #hash: Hash = createHash("sha256");
  readonly #bytes = Buffer.alloc(ROOM);
  readonly #view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, ROOM);
  // Words with their length before them, each encoded once.
  readonly #words = new Map<string, Uint8Array>();
  #length = 0;

  number(value: number): void {
    this.#makeRoom(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  word(word: string): void {
    if (word.length > LONG) {
      this.text(word);
      return;
    }
    const bytes = this.#words.get(word) ?? this.#newWord(word);
    const { length } = bytes;
    this.#makeRoom(length);
    const [into, from] = [this.#bytes, this.#length];
    for (let at = 0; at < length; at++) into[from + at] = bytes[at];
    this.#length = from + length;
  }

  text(text: string | undefined): void {
    if (text !== undefined && text.length > LONG) {
      this.#longText(Buffer.from(text));
      return;
    }
    this.#makeRoom(4 + 3 * LONG);
    const length = text === undefined ? NONE : this.#bytes.write(text, this.#length + 4);
    this.#view.setUint32(this.#length, length, true);
    this.#length += text === undefined ? 4 : 4 + length;
  }

  /** Returns the hash of what was written so far and of `last`, which is not kept. Writing can go on. */
  hashWith(last: number): string {
    this.#flush();
    this.#view.setFloat64(0, last, true);
    return this.#hash.copy().update(this.#bytes.subarray(0, 8)).digest("hex");
  }

  #longText(bytes: Buffer): void {
    this.#makeRoom(4);
    this.#length = this.#bytes.writeUInt32LE(bytes.length, this.#length);
    this.#flush();
    this.#hash.update(bytes);
  }

  #newWord(word: string): Uint8Array {
    const text = Buffer.from(word);
    const bytes = Buffer.alloc(4 + text.length);
    bytes.writeUInt32LE(text.length);
    bytes.set(text, 4);
    this.#words.set(word, bytes);
    return bytes;
  }

  #makeRoom(bytes: number): void {
    if (this.#length + bytes > ROOM) this.#flush();
  }

  #flush(): void {
    this.#hash.update(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
  }
}
