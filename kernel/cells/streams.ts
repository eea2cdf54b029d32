import { StringDecoder } from "node:string_decoder";
import { type Cell, currentCell } from "./cell";

type StreamName = "stdout" | "stderr";

// Text is held back up to this length, or for this many milliseconds.
const mostCharacters = 1 << 16;
const longestWait = 20;

/**
 * Sends what is written to this process's stdout and stderr to the cell whose code wrote it, in order, with many lines
 * in one message. Text written outside any cell goes to the last one.
 */
export class Streams {
  readonly #decoders = { stdout: new StringDecoder("utf8"), stderr: new StringDecoder("utf8") };
  #cell: Cell | undefined;
  #name: StreamName = "stdout";
  #parts: string[] = [];
  #length = 0;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;
  #last: Cell | undefined;
  readonly #setTimeout = setTimeout;
  readonly #real: Record<StreamName, NodeJS.WriteStream["write"]> = {
    stdout: process.stdout.write.bind(process.stdout),
    stderr: process.stderr.write.bind(process.stderr),
  };

  /** Takes over the streams of this process. */
  capture(): void {
    process.stdout.write = this.#writer("stdout");
    process.stderr.write = this.#writer("stderr");
  }

  /** Restores the streams of this process. */
  release(): void {
    this.flush();
    process.stdout.write = this.#real.stdout;
    process.stderr.write = this.#real.stderr;
  }

  /** Makes a cell the place for text written outside any cell. */
  follow(cell: Cell): void {
    this.#last = cell;
  }

  /** Writes text under a cell. */
  write(cell: Cell, name: StreamName, text: string): void {
    if (text === "") return;
    if (cell !== this.#cell || name !== this.#name) this.flush();
    if (this.#parts.length === 0) this.#begin(cell, name);
    this.#parts.push(text);
    this.#length += text.length;
    // In a loop that never yields, no timer fires.
    if (this.#length >= mostCharacters || performance.now() - this.#since >= longestWait) this.flush();
  }

  /** Sends the text held back. */
  flush(): void {
    if (this.#parts.length === 0) return;
    const content = { name: this.#name, text: this.#parts.join("") };
    this.#parts = [];
    this.#length = 0;
    this.#cell?.publish({ type: "stream", content });
  }

  #begin(cell: Cell, name: StreamName): void {
    this.#cell = cell;
    this.#name = name;
    this.#since = performance.now();
    this.#timer ??= this.#setTimeout(() => {
      this.#timer = undefined;
      this.flush();
    }, longestWait);
  }

  #writer(name: StreamName): NodeJS.WriteStream["write"] {
    return ((chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
      const text = typeof chunk === "string" ? chunk : this.#decoders[name].write(Buffer.from(chunk));
      const cell = currentCell() ?? this.#last;
      if (cell === undefined) this.#real[name](text);
      else if (!isBanner(text)) this.write(cell, name, text);
      const told = typeof encoding === "function" ? encoding : done;
      if (typeof told === "function") process.nextTick(told as () => void);
      return true;
    }) as NodeJS.WriteStream["write"];
  }
}

// TensorFlow's messages when danfo first computes something, and when a cell imports its own danfo beside paperlab's.
const banners = [
  /^\n=+\nHi[\s\S]*TensorFlow/,
  /^Platform node has already been set/,
  /^The kernel '\w+' for backend '\w+' is already registered/,
  /^\w+ backend was already registered/,
];

function isBanner(text: string): boolean {
  return banners.some((banner) => banner.test(text));
}
