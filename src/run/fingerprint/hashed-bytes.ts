import { createHash, type Hash } from "node:crypto";

/** Where the events of a session are written, in the order they happened. */
export interface EventBytes {
  /** Writes a double. */
  number(value: number): void;
  /** Writes four doubles. */
  numbers(first: number, second: number, third: number, fourth: number): void;
  /** Writes a word from a small set, such as a code or a symbol: its length, then its UTF-8. */
  word(word: string): void;
  /** Writes a word that was encoded before. */
  encoded(word: Encoded): void;
  /** Writes the four words that a code stands for, if they were written before. Returns whether. */
  wordsAgain(code: number): boolean;
  /** Writes four words. `code` stands for them: the same code always comes with the same words, unless it is negative. */
  words(code: number, first: string, second: string, third: string, fourth: string): void;
  /** Writes any text as `word` does, or marks that there is none. */
  text(text: string | undefined): void;
}

const ROOM = 65_536;
// Most characters of a text that goes into the buffer; each takes up to three bytes.
const LONG = 4096;
// Of more, the four are not kept together.
const MOST_CODES = 65_536;
// A length that no text has: marks that there is none.
const NONE = 0xffff_ffff;

// All write into the same bytes, one after the other: what one writes is hashed before another begins.
const shared = Buffer.alloc(ROOM);
const view = new DataView(shared.buffer, shared.byteOffset, ROOM);

/**
 * Buffers bytes for a SHA-256: numbers are little-endian, lengths 32 bits. `hashWith` must follow before another one is
 * written to.
 */
export class HashedBytes implements EventBytes {
  readonly #hash: Hash = createHash("sha256");
  // Words with their length before them, each encoded once.
  readonly #words = new Map<string, Encoded>();
  // Four words by their code.
  readonly #fours: (Encoded | undefined)[] = [];
  #length = 0;

  number(value: number): void {
    this.#makeRoom(8);
    view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  numbers(first: number, second: number, third: number, fourth: number): void {
    this.#makeRoom(32);
    const from = this.#length;
    view.setFloat64(from, first, true);
    view.setFloat64(from + 8, second, true);
    view.setFloat64(from + 16, third, true);
    view.setFloat64(from + 24, fourth, true);
    this.#length = from + 32;
  }

  word(word: string): void {
    if (word.length > LONG) {
      this.text(word);
      return;
    }
    this.encoded(this.#words.get(word) ?? this.#newWord(word));
  }

  wordsAgain(code: number): boolean {
    const known = code < 0 ? undefined : this.#fours[code];
    if (known === undefined) return false;
    this.encoded(known);
    return true;
  }

  words(code: number, first: string, second: string, third: string, fourth: string): void {
    const words = [first, second, third, fourth];
    for (const word of words) this.word(word);
    if (code >= 0 && code < MOST_CODES && first.length <= LONG) this.#fours[code] = encodedWords(words);
  }

  text(text: string | undefined): void {
    if (text === undefined) {
      this.#makeRoom(4);
      view.setUint32(this.#length, NONE, true);
      this.#length += 4;
      return;
    }
    if (text.length > LONG) {
      this.#longText(Buffer.from(text));
      return;
    }
    this.#makeRoom(4 + 3 * LONG);
    const length = shared.write(text, this.#length + 4);
    view.setUint32(this.#length, length, true);
    this.#length += 4 + length;
  }

  /** Returns the hash of what was written so far and of `last`, which is not kept. Writing can go on. */
  hashWith(last: number): string {
    this.#flush();
    view.setFloat64(0, last, true);
    return this.#hash.copy().update(shared.subarray(0, 8)).digest("hex");
  }

  #longText(bytes: Buffer): void {
    this.#makeRoom(4);
    this.#length = shared.writeUInt32LE(bytes.length, this.#length);
    this.#flush();
    this.#hash.update(bytes);
  }

  // Four bytes at a time. What the last four have too much is overwritten by what comes next.
  encoded({ length, parts }: Encoded): void {
    this.#makeRoom(length + 3);
    const from = this.#length;
    for (let at = 0; at < parts.length; at++) view.setUint32(from + 4 * at, parts[at], true);
    this.#length = from + length;
  }

  #newWord(word: string): Encoded {
    const made = encodedWord(word);
    this.#words.set(word, made);
    return made;
  }

  #makeRoom(bytes: number): void {
    if (this.#length + bytes > ROOM) this.#flush();
  }

  #flush(): void {
    this.#hash.update(shared.subarray(0, this.#length));
    this.#length = 0;
  }
}

/** Words with their lengths before them. */
export interface Encoded {
  /** Bytes. */
  readonly length: number;
  /** The bytes four at a time, little-endian. */
  readonly parts: Uint32Array;
}

/** Encodes a word that is written often. */
export function encodedWord(word: string): Encoded {
  return encodedWords([word]);
}

function encodedWords(words: readonly string[]): Encoded {
  const texts = words.map((word) => Buffer.from(word));
  const length = texts.reduce((sum, text) => sum + 4 + text.length, 0);
  const bytes = Buffer.alloc(length + 3);
  let end = 0;
  for (const text of texts) {
    end = bytes.writeUInt32LE(text.length, end);
    end += text.copy(bytes, end);
  }
  return { length, parts: Uint32Array.from({ length: Math.ceil(length / 4) }, (_, at) => bytes.readUInt32LE(4 * at)) };
}
