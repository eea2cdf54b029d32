import { clearTimeout, setTimeout } from "node:timers";
import type { WebSocket } from "ws";
import { checkKeys, expected, readable, thrownText } from "../../core/checks";
import { type Stream, streamOf } from "../chance/streams";
import { Interruption, type LiveBar, type LiveTick, readMessage } from "./message";
import { Reader } from "./reader";

/** What a message holds: a bar, a trade, several, or nothing of interest. */
export type Parsed = LiveBar | LiveTick | readonly (LiveBar | LiveTick)[] | undefined;

/** How bars are read from a WebSocket. */
export interface WebSocketOptions {
  /**
   * Sent whenever a connection is open: text as it is, other values as JSON, of a list each one. The JSON is written when the
   * stream is made.
   */
  readonly subscribe?: unknown;
  /**
   * Reads a message: what JSON makes of it, or its text if it is not JSON. A promise is awaited before the next message is
   * read, for `silence` milliseconds at most. A message for which it throws or rejects is reported by the feed and left out.
   */
  readonly parse: (message: unknown) => Parsed | PromiseLike<Parsed>;
  /** How often in a row it tries to connect, without a bar, before the source fails. Default 10. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt, at most. The time doubles with each further one. Default 1,000, or the longest. */
  readonly firstWait?: number;
  /** Milliseconds between two attempts, at most. Default 30,000, or the first. */
  readonly longestWait?: number;
  /** Milliseconds without a message or an answer to a ping after which a connection is taken for lost. Default 60,000. */
  readonly silence?: number;
}

const optionKeys = ["subscribe", "parse", "attempts", "firstWait", "longestWait", "silence"] as const;

/**
 * Returns a stream for `live` of what a WebSocket sends. It connects when it is begun, connects again when a connection is
 * lost, after a wait that grows and is partly random, and closes with its session. Throws INVALID_OPTION, UNKNOWN_OPTION.
 */
export function webSocketBars(url: string, options: WebSocketOptions): AsyncIterable<LiveBar | LiveTick> {
  if (typeof url !== "string" || !/^wss?:\/\//.test(url) || !URL.canParse(url))
    throw expected("url", 'a URL such as "wss://..."', url);
  if (url.includes("#")) throw expected("url", 'a URL without "#"', url);
  if (typeof options !== "object" || options === null) throw expected("options", "an object with parse", options);
  checkKeys("webSocketBars", options, optionKeys);
  const { parse, attempts = 10, silence = 60_000 } = options;
  if (typeof parse !== "function") throw expected("parse", "a function", parse);
  if (!(Number.isInteger(attempts) && attempts >= 1))
    throw expected("attempts", "a whole number of at least 1", attempts);
  checkMilliseconds("silence", silence);
  const terms = { url, subscribe: textsOf(options.subscribe), parse, attempts, silence, ...waitsOf(options) };
  // Messages that say more than a bar go the same way.
  return { [Symbol.asyncIterator]: () => new Connection(terms) as AsyncIterator<LiveBar | LiveTick> };
}

// One of the two that is not given keeps to the other.
function waitsOf(given: Pick<WebSocketOptions, "firstWait" | "longestWait">) {
  for (const name of ["firstWait", "longestWait"] as const)
    if (given[name] !== undefined) checkMilliseconds(name, given[name]);
  const { firstWait = Math.min(1000, given.longestWait ?? 1000) } = given;
  const { longestWait = Math.max(30_000, firstWait) } = given;
  if (firstWait > longestWait) throw expected("firstWait", `at most longestWait, ${longestWait}`, firstWait);
  return { firstWait, longestWait };
}

function checkMilliseconds(name: string, value: number): void {
  if (!(typeof value === "number" && value >= 1 && value <= LONGEST))
    throw expected(name, `milliseconds from 1 to ${LONGEST}`, value);
}

// What JSON cannot write, such as an object that holds itself, would fail with every connection.
function textsOf(subscribe: unknown): readonly string[] {
  if (subscribe === undefined) return [];
  return (Array.isArray(subscribe) ? (subscribe as unknown[]) : [subscribe]).map((message) => {
    const text = typeof message === "string" ? message : readable(() => JSON.stringify(message), undefined);
    if (typeof text === "string") return text;
    throw expected("subscribe", "text, a value that JSON can write, or a list of these", message);
  });
}

const LONGEST = 3_600_000;
// Messages that wait to be read. A socket with more of them is read no further until most were taken.
const MOST = 1024;
const FEW = 256;
const NORMAL = 1000;
// Milliseconds that a server has to answer a goodbye.
const FAREWELL = 1000;

interface Terms extends Required<Omit<WebSocketOptions, "subscribe">> {
  readonly url: string;
  readonly subscribe: readonly string[];
}

/** One reading of a WebSocket, over all its connections. */
class Connection implements AsyncIterator<unknown> {
  readonly #terms: Terms;
  // Many readers must not come back at the same moment.
  readonly #chance: Stream;
  readonly #reader: Reader;
  #socket: WebSocket | undefined;
  readonly #messages: unknown[] = [];
  #taker: (() => void) | undefined;
  #isBegun = false;
  #isOver = false;
  #error: Error | undefined;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #isHeard = false;

  constructor(terms: Terms) {
    this.#terms = terms;
    this.#chance = streamOf(process.pid, terms.url, "wait");
    const { parse, silence: patience } = terms;
    this.#reader = new Reader({ parse, patience, put: (messages) => this.#put(messages) });
  }

  async next(): Promise<IteratorResult<unknown>> {
    if (!this.#isBegun) {
      this.#isBegun = true;
      await this.#connect();
    }
    while (this.#messages.length === 0 && !(this.#isOver && this.#reader.waiting === 0))
      await new Promise<void>((resolve) => {
        this.#taker = resolve;
      });
    if (this.#messages.length > 0) {
      const value = this.#messages.shift();
      this.#heedRoom();
      return { done: false, value };
    }
    if (this.#error === undefined) return { done: true, value: undefined };
    const error = this.#error;
    this.#error = undefined;
    throw error;
  }

  async return(): Promise<IteratorResult<unknown>> {
    this.#reader.close();
    this.#messages.length = 0;
    this.#finish();
    return { done: true, value: undefined };
  }

  async #connect(): Promise<void> {
    const { WebSocket } = await import("ws");
    if (this.#isOver) return;
    const { url, silence, subscribe } = this.#terms;
    const socket = new WebSocket(url, { handshakeTimeout: silence });
    this.#socket = socket;
    let problem: string | undefined;
    socket.on("open", () => {
      for (const text of subscribe) socket.send(text);
    });
    socket.on("message", (data) => {
      this.#isHeard = true;
      this.#reader.take(String(data));
      this.#heedRoom();
    });
    socket.on("pong", () => {
      this.#isHeard = true;
    });
    // It is closed after that.
    socket.on("error", (error) => {
      problem ??= thrownText(error);
    });
    socket.on("close", (code, reason) => {
      const said = String(reason);
      this.#lose(problem ?? (said === "" ? `it was closed with code ${code}` : `it was closed: ${said}`));
    });
    this.#listen(socket);
  }

  // A connection that is dead may say nothing for hours, so it is asked.
  #listen(socket: WebSocket): void {
    clearTimeout(this.#watch);
    this.#isHeard = true;
    const ask = () => {
      // One that is read no further cannot answer.
      if (!this.#isHeard && !socket.isPaused) {
        socket.terminate();
        return;
      }
      this.#isHeard = false;
      if (socket.readyState === socket.OPEN) socket.ping();
      this.#watch = setTimeout(ask, this.#terms.silence / 2);
    };
    ask();
  }

  // A bar came, so the connection is a good one. Anything else may come of one that will never do.
  #put(messages: readonly unknown[]): void {
    if (this.#failures > 0 && messages.some(isSound)) this.#failures = 0;
    for (const message of messages) this.#messages.push(message);
    this.#heedRoom();
    this.#tell();
  }

  #heedRoom(): void {
    const waiting = this.#messages.length + this.#reader.waiting;
    if (waiting >= MOST) this.#socket?.pause();
    else if (waiting <= FEW && this.#socket?.isPaused) this.#socket.resume();
  }

  #lose(why: string): void {
    clearTimeout(this.#watch);
    this.#socket = undefined;
    if (this.#isOver) return;
    const { url, attempts, firstWait, longestWait } = this.#terms;
    this.#failures++;
    if (this.#failures >= attempts) {
      const times = attempts === 1 ? "once" : `${attempts} times in a row`;
      this.#error = new Error(`${url} could not be read ${times}: ${why}`);
      this.#finish();
      return;
    }
    this.#reader.take(new Interruption(`the connection to ${url} was lost: ${why}`));
    const most = Math.min(longestWait, firstWait * 2 ** (this.#failures - 1));
    const connect = () => void this.#connect().catch((error) => this.#lose(thrownText(error)));
    this.#timer = setTimeout(connect, most * (0.5 + this.#chance.uniform() / 2));
  }

  #finish(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#watch);
    const socket = this.#socket;
    this.#socket = undefined;
    this.#tell();
    if (socket === undefined) return;
    socket.resume();
    socket.close(NORMAL);
    // A server that does not answer must not keep the process.
    setTimeout(() => socket.terminate(), FAREWELL).unref();
  }

  #tell(): void {
    this.#taker?.();
    this.#taker = undefined;
  }
}

function isSound(message: unknown): boolean {
  // Whether its prices may be at or below zero is for the feed to say.
  return readable(() => typeof readMessage(message, Date.now(), true) !== "string", false);
}
