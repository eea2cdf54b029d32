import { clearTimeout, setTimeout } from "node:timers";
import { thrownText } from "../../core/checks";
import { type Interruption, Unreadable } from "./message";

/** What a reader must know. */
export interface ReaderTerms {
  /** Makes of a message, or its text if it is not JSON, a bar, a list, nothing, or a promise of these. */
  readonly parse: (message: unknown) => unknown;
  /** Milliseconds that a promise of `parse` may take. */
  readonly patience: number;
  /** Called with what each message holds, in the order of the messages; with an empty list if that is nothing. */
  readonly put: (messages: readonly unknown[]) => void;
}

/**
 * Reads the texts that a source sends, one after the other: a promise is awaited before the next text is read. What cannot
 * be read is handed on as unreadable.
 */
export class Reader {
  readonly #terms: ReaderTerms;
  readonly #unread: (string | Interruption)[] = [];
  #isReading = false;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(terms: ReaderTerms) {
    this.#terms = terms;
  }

  /** Texts that wait to be read, or are being read. */
  get waiting(): number {
    return this.#unread.length + (this.#isReading ? 1 : 0);
  }

  /** Takes a text, or an interruption behind the texts before it. */
  take(one: string | Interruption): void {
    this.#unread.push(one);
    if (!this.#isReading) this.#goOn();
  }

  /** Hands on nothing more. */
  close(): void {
    this.#isClosed = true;
    this.#unread.length = 0;
    clearTimeout(this.#timer);
  }

  #goOn(): void {
    while (!this.#isReading) {
      const one = this.#unread.shift();
      if (one === undefined) return;
      if (typeof one === "string") this.#read(one);
      else this.#terms.put([one]);
    }
  }

  #read(text: string): void {
    try {
      const parsed = this.#terms.parse(jsonOf(text));
      if (isPromise(parsed)) void this.#await(text, parsed);
      else this.#terms.put(listed(parsed));
    } catch (error) {
      this.#terms.put([new Unreadable(text, thrownText(error))]);
    }
  }

  async #await(text: string, promise: PromiseLike<unknown>): Promise<void> {
    this.#isReading = true;
    let messages: readonly unknown[];
    try {
      messages = listed(await this.#inTime(promise));
    } catch (error) {
      messages = [new Unreadable(text, thrownText(error))];
    }
    this.#isReading = false;
    if (this.#isClosed) return;
    this.#terms.put(messages);
    this.#goOn();
  }

  // One that never settles must not keep the messages behind it for ever.
  #inTime(promise: PromiseLike<unknown>): Promise<unknown> {
    const { patience } = this.#terms;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`expected the promise of parse to settle within ${patience} ms`));
      }, patience);
      this.#timer = timer;
      Promise.resolve(promise)
        .finally(() => clearTimeout(timer))
        .then(resolve, reject);
    });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // It is for the parser to say what it makes of the text.
    return text;
  }
}

function listed(parsed: unknown): readonly unknown[] {
  if (parsed === undefined) return [];
  return Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
