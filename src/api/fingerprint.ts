import { createHash, type Hash } from "node:crypto";
import type { Journal } from "../core/journal";

/**
 * SHA-256 over everything a session decided: each event of its orders and fills, as doubles in order, and the cash after
 * them. It can be read at any moment and goes on from there.
 */
export class Fingerprint {
  readonly #journal: Journal;
  readonly #hash: Hash = createHash("sha256");
  #events = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Returns the fingerprint of what has happened so far, with `cash` in the account. */
  read(cash: number): string {
    this.#takeIn();
    return this.#hash
      .copy()
      .update(new Uint8Array(Float64Array.of(cash).buffer))
      .digest("hex");
  }

  #takeIn(): void {
    const doubles: number[] = [];
    while (this.#events < this.#journal.length) {
      this.#journal.pack(this.#events++, doubles);
      if (doubles.length > 4096) this.#update(doubles);
    }
    this.#update(doubles);
  }

  #update(doubles: number[]): void {
    if (doubles.length > 0) this.#hash.update(new Uint8Array(Float64Array.from(doubles).buffer));
    doubles.length = 0;
  }
}
