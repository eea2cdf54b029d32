import { clearTimeout, setTimeout } from "node:timers";
import type { WebSocket } from "ws";
import { checkKeys, expected, thrownText } from "../../core/checks";
import { type Stream, streamOf } from "../chance/streams";
import type { LiveStream } from "./live";
import { Interruption, type LiveBar, type LiveTick, Unreadable } from "./message";

/** What a message holds: a bar, a trade, several, or nothing of interest. */
export type Parsed = LiveBar | LiveTick | readonly (LiveBar | LiveTick)[] | undefined;

/** How bars are read from a WebSocket. */
export interface WebSocketOptions {
  /** Sent whenever a connection is open: text as it is, other values as JSON, of a list each one. */
  readonly subscribe?: unknown;
  /**
   * Reads a message: what JSON makes of it, or its text if it is not JSON. A message for which it throws is reported by the
   * feed and left out.
   */
  readonly parse: (message: unknown) => Parsed;
  /** How often in a row it tries to connect before the source fails. Default 10. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt, at most. The time doubles with each further one. Default 1,000. */
  readonly firstWait?: number;
  /** Milliseconds between two attempts, at most. Default 30,000. */
  readonly longestWait?: number;
  /** Milliseconds without a message or an answer to a ping after which a connection is taken for lost. Default 60,000. */
  readonly silence?: number;
}

const optionKeys = ["subscribe", "parse", "attempts", "firstWait", "longestWait", "silence"] as const;

/**
 * Returns a stream for `live` of what a WebSocket sends. It connects when it is begun, connects again when a connection is
 * lost, after a wait that grows and is partly random, and closes with its session. Throws INVALID_OPTION, UNKNOWN_OPTION.
 */
export function webSocketBars(url: string, options: WebSocketOptions): LiveStream {
  if (typeof url !== "string" || !/^wss?:\/\//.test(url)) throw expected("url", 'a URL such as "wss://..."', url);
  if (typeof options !== "object" || options === null) throw expected("options", "an object with parse", options);
  checkKeys("webSocketBars", options, optionKeys);
  const { subscribe, parse, attempts = 10, firstWait = 1000, longestWait = 30_000, silence = 60_000 } = options;
  if (typeof parse !== "function") throw expected("parse", "a function", parse);
  if (!(Number.isInteger(attempts) && attempts >= 1))
    throw expected("attempts", "a whole number of at least 1", attempts);
  for (const [name, value] of Object.entries({ firstWait, longestWait, silence }))
    if (!(typeof value === "number" && value >= 1 && value <= LONGEST))
      throw expected(name, `milliseconds from 1 to ${LONGEST}`, value);
  const terms = { url, subscribe, parse, attempts, firstWait, longestWait, silence };
  // Messages that say more than a bar go the same way.
  return { [Symbol.asyncIterator]: () => new Connection(terms) as AsyncIterator<LiveBar | LiveTick> };
}

const LONGEST = 3_600_000;
// Messages that wait to be read. A socket with more of them is read no further until most were taken.
const MOST = 1024;
const FEW = 256;
const NORMAL = 1000;
// Milliseconds that a server has to answer a goodbye.
const FAREWELL = 1000;

type Terms = Required<WebSocketOptions> & { readonly url: string };

/** One reading of a WebSocket, over all its connections. */
class Connection implements AsyncIterator<unknown> {
  readonly #terms: Terms;
  // Many readers must not come back at the same moment.
  readonly #chance: Stream;
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
  }

  async next(): Promise<IteratorResult<unknown>> {
    if (!this.#isBegun) {
      this.#isBegun = true;
      await this.#connect();
    }
    while (this.#messages.length === 0 && !this.#isOver)
      await new Promise<void>((resolve) => {
        this.#taker = resolve;
      });
    if (this.#messages.length > 0) {
      const value = this.#messages.shift();
      if (this.#messages.length <= FEW && this.#socket?.isPaused) this.#socket.resume();
      return { done: false, value };
    }
    if (this.#error === undefined) return { done: true, value: undefined };
    const error = this.#error;
    this.#error = undefined;
    throw error;
  }

  async return(): Promise<IteratorResult<unknown>> {
    this.#messages.length = 0;
    this.#finish();
    return { done: true, value: undefined };
  }

  async #connect(): Promise<void> {
    const { WebSocket } = await import("ws");
    if (this.#isOver) return;
    const { url, silence } = this.#terms;
    const socket = new WebSocket(url, { handshakeTimeout: silence });
    this.#socket = socket;
    let problem: string | undefined;
    socket.on("open", () => this.#subscribe(socket));
    socket.on("message", (data) => this.#hear(String(data)));
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

  #subscribe(socket: WebSocket): void {
    const { subscribe } = this.#terms;
    if (subscribe === undefined) return;
    for (const message of Array.isArray(subscribe) ? (subscribe as unknown[]) : [subscribe])
      socket.send(typeof message === "string" ? message : JSON.stringify(message));
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

  #hear(text: string): void {
    this.#isHeard = true;
    let message: unknown = text;
    try {
      message = JSON.parse(text);
    } catch {
      // It is for the parser to say what it makes of the text.
    }
    try {
      const parsed = this.#terms.parse(message);
      if (parsed === undefined) return;
      // Something came, so the connection is a good one.
      this.#failures = 0;
      this.#push(...(Array.isArray(parsed) ? (parsed as unknown[]) : [parsed]));
    } catch (error) {
      this.#push(new Unreadable(text, thrownText(error)));
    }
  }

  #push(...messages: readonly unknown[]): void {
    this.#messages.push(...messages);
    if (this.#messages.length >= MOST) this.#socket?.pause();
    this.#tell();
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
    this.#push(new Interruption(`the connection to ${url} was lost: ${why}`));
    const most = Math.min(longestWait, firstWait * 2 ** (this.#failures - 1));
    this.#timer = setTimeout(() => void this.#connect(), most * (0.5 + this.#chance.uniform() / 2));
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
