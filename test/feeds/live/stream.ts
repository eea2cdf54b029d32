import type { Bar, LiveBar, LiveStream } from "../../../src/index";
import { minute } from "../../support/bars";

/** Midnight UTC of Thursday, 2026-01-01. */
export const newYear = Date.UTC(2026, 0, 1);

/** Returns the bar of a minute, counted from the new year, of prices that go up and down. */
export function barOf(at: number, symbol = "BTC"): Bar {
  const swing = symbol === "BTC" ? 7 : 11;
  const open = 100 + 8 * Math.sin(at / swing);
  const close = 100 + 8 * Math.sin((at + 1) / swing);
  const [high, low] = [Math.max(open, close) + 1, Math.min(open, close) - 1];
  return { time: newYear + at * minute, symbol, open, high, low, close, volume: 1000 + at };
}

/** Returns bars of consecutive minutes. */
export function barsOf(from: number, to: number, symbol = "BTC"): Bar[] {
  return Array.from({ length: to - from }, (_, at) => barOf(from + at, symbol));
}

/** A stream that sends what it is told to, and says what was taken off it. */
export class Wire implements AsyncIterable<LiveBar> {
  /** Messages that were asked for. */
  asked = 0;
  /** How often it was closed. */
  closed = 0;
  readonly #messages: unknown[] = [];
  #ask: (() => void) | undefined;
  #over: { readonly error?: unknown } | undefined;

  /** Sends messages. They wait until they are asked for. */
  send(...messages: readonly unknown[]): void {
    this.#messages.push(...messages);
    this.#ask?.();
  }

  /** Ends the stream behind what was sent, with an error if it has one. */
  end(...error: readonly unknown[]): void {
    this.#over = error.length === 0 ? {} : { error: error[0] };
    this.#ask?.();
  }

  /** Lets a stream that has ended be begun again. */
  again(): void {
    this.#over = undefined;
  }

  [Symbol.asyncIterator](): AsyncIterator<LiveBar> {
    let isOpen = true;
    return {
      next: async () => {
        this.asked++;
        while (isOpen && this.#messages.length === 0 && this.#over === undefined)
          await new Promise<void>((resolve) => {
            this.#ask = resolve;
          });
        if (isOpen && this.#messages.length > 0) return { done: false, value: this.#messages.shift() as LiveBar };
        if (isOpen && this.#over !== undefined && "error" in this.#over) throw this.#over.error;
        return { done: true, value: undefined };
      },
      return: async () => {
        this.closed++;
        isOpen = false;
        this.#ask?.();
        return { done: true, value: undefined };
      },
    };
  }
}

/** Returns a stream of messages that ends behind the last. */
export async function* streamOf(messages: readonly unknown[]): LiveStream & AsyncGenerator<LiveBar> {
  for (const message of messages) yield message as LiveBar;
}

/** Waits until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}
