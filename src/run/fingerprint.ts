import { createHash, type Hash } from "node:crypto";
import type { Journal } from "../core/journal/journal";

// Doubles that are hashed at once, and the most that one event has.
const ROOM = 8192;
const MOST = 16;

/**
 * SHA-256 over everything a session decided: each event of its orders and fills, as doubles in order, and the cash after
 * them. It can be read at any moment and goes on from there.
 */
export class Fingerprint {
  readonly #journal: Journal;
  readonly #hash: Hash = createHash("sha256");
  readonly #doubles = new Float64Array(ROOM);
  #events = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Returns the fingerprint of what has happened so far, with `cash` in the account. */
  read(cash: number): string {
    this.#takeIn();
    return this.#hash
      .copy()
      .update(bytesOf(Float64Array.of(cash)))
      .digest("hex");
  }

  #takeIn(): void {
    const doubles = this.#doubles;
    let length = 0;
    while (this.#events < this.#journal.length) {
      length = this.#journal.pack(this.#events++, doubles, length);
      if (length <= ROOM - MOST) continue;
      this.#hash.update(bytesOf(doubles.subarray(0, length)));
      length = 0;
    }
    this.#hash.update(bytesOf(doubles.subarray(0, length)));
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
