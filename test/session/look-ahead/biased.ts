import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bar, defineSignals, defineStrategy, type Feed, replay, type Strategy } from "../../../src/index";

/** A file with the bars that the strategies are run on. */
export const file = join(__dirname, "../../../fixtures/daily/AAPL.csv");

type Made = (feed: Feed) => Strategy<Record<string, never>, undefined>;

function barsOf(feed: Feed): Bar[] {
  return [...feed.bars()].filter(({ symbol }) => symbol === "AAPL");
}

function closesOf(feed: Feed): number[] {
  return barsOf(feed).map(({ close }) => close);
}

// Of the feed that a strategy was first made from.
let lastOfFirst: number | undefined;

/** Strategies that are made from the feed they are given, and use what they cannot know. */
export const madeFromFeed: Readonly<Record<string, Made>> = {
  "the date of a later event": (feed) => {
    let top: Bar | undefined;
    for (const bar of barsOf(feed)) if (top === undefined || bar.close > top.close) top = bar;
    const before = (top?.time ?? 0) - 10 * 86_400_000;
    return defineStrategy({
      name: "top",
      onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, bar.time < before ? 1 : 0),
    });
  },

  "a centered average": (feed) => {
    const closes = closesOf(feed);
    const mean = (at: number) => (closes[at - 2] + closes[at - 1] + closes[at] + closes[at + 1] + closes[at + 2]) / 5;
    return defineStrategy({
      name: "centered",
      onBar({ bar, history, orderTargetWeight }) {
        const at = history().length - 1;
        if (at > 2) orderTargetWeight(bar.symbol, mean(at) > mean(at - 1) ? 1 : 0);
      },
    });
  },

  "a normalization over the whole sample": (feed) => {
    const closes = closesOf(feed);
    const mean = closes.reduce((sum, close) => sum + close, 0) / closes.length;
    return defineStrategy({
      name: "normalized",
      onBar: ({ bar, record }) => record({ score: bar.close / mean - 1 }),
    });
  },

  "the next close": (feed) => {
    const closes = closesOf(feed);
    return defineStrategy({
      name: "next",
      onBar: ({ bar, history, log }) => {
        if (closes[history().length] > bar.close * 1.01) log("up tomorrow");
      },
    });
  },

  "a table that no other future fits": (feed) => {
    const last = closesOf(feed).at(-1);
    lastOfFirst ??= last;
    return defineStrategy({
      name: "table",
      onBar({ history }) {
        if (history().length > 3 && last !== lastOfFirst) throw new Error("it does not fit");
      },
    });
  },
};

/** Signals that reach into the future. */
export const signals = {
  "signals shifted the wrong way": defineSignals({
    name: "shifted",
    signals: ({ close }) => close.map((price, at) => (close[at + 1] > price ? 1 : 0)),
  }),
  "a centered average of signals": defineSignals({
    name: "centered",
    lookAhead: "allow",
    signals: ({ close }) => close.map((price, at) => (price < (close[at - 3] + close[at + 3]) / 2 ? 1 : 0)),
  }),
  "signals normalized over the whole sample": defineSignals({
    name: "normalized",
    lookAhead: "allow",
    signals: ({ close }) => {
      const mean = close.reduce((sum, price) => sum + price, 0) / close.length;
      return close.map((price) => (price < mean ? 1 : 0));
    },
  }),
};

/** A strategy that keeps what it sees outside of itself, so that its second run begins with all of the first. */
export function sharingAnArray(): Strategy<Record<string, never>, undefined> {
  const seen: number[] = [];
  return defineStrategy({
    name: "sharing",
    onBar({ bar, orderTargetWeight }) {
      seen.push(bar.close);
      orderTargetWeight(bar.symbol, bar.close < Math.max(...seen) ? 1 : 0);
    },
  });
}

/** What the check cannot see, because the future that is drawn is not the one they read. */
export const unseen = {
  "readFileSync, which cannot be looked into": () =>
    defineStrategy({
      name: "reader",
      onBar({ bar, orderTargetWeight }) {
        const { length } = readFileSync(file, "utf8");
        orderTargetWeight(bar.symbol, length % 2);
      },
    }),
  "bars of its own, with replay": () =>
    defineStrategy({
      name: "replaying",
      onStart({ log }) {
        log(`${replay(file).length}`);
      },
      onBar() {},
    }),
};
