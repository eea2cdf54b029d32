// Measures what strategies ask of the engine in this process and prints the numbers as JSON: `node ... strategies.ts <name>`.
import { commissionBps, defineStrategy, type Feed, gbm, openLab, replay, sma } from "../..";
import { feedOf } from "./works";

/** Numbers by name. */
type Numbers = Readonly<Record<string, number>>;

type AnyStrategy = Parameters<Awaited<ReturnType<typeof openLab>>["createSession"]>[1];

const measures: Readonly<Record<string, () => Promise<Numbers>>> = {
  // README's style over running sums that a strategy keeps itself, both with a target at every bar.
  async styles() {
    const feed = feedOf("million");
    const found: Record<string, number> = {};
    for (const [fast, slow] of [
      [10, 30],
      [200, 800],
    ]) {
      const [own, readme] = await fastest(feed, [runningSums(fast, slow), inReadmesStyle(fast, slow)], 8);
      found[`${fast}/${slow}`] = readme / own;
      found[`${fast}/${slow}, ns a bar`] = readme;
    }
    return found;
  },

  // What a bar costs that looks at its symbol's history and asks for an average, with 500 symbols and with one.
  async histories() {
    const looking = defineStrategy({
      name: "looking",
      state: () => ({ sum: 0.5 }),
      onBar({ bar, history, state }) {
        state.sum += sma(history(bar.symbol).close, 20) ?? 0;
      },
    });
    const [one] = await fastest(made(1, 200_000, "1m"), [looking], 12);
    const [many] = await fastest(made(500, 2000, "1m"), [looking], 12);
    return { one, many, ratio: many / one };
  },

  // What a bar costs that does nothing, with 500 daily symbols and with ten.
  async bars() {
    const idle = defineStrategy({
      name: "idle",
      state: () => ({ sum: 0.5 }),
      onBar({ bar, state }) {
        state.sum += bar.close;
      },
    });
    const [ten] = await fastest(made(10, 100_000), [idle], 15);
    const [many] = await fastest(made(500, 2000), [idle], 15);
    return { ten, many, ratio: many / ten };
  },

  // What a rebalance costs from `rebalanceTo` to its fills, every symbol traded, beyond a session that has none.
  async rebalance() {
    const ten = await rebalanced(10, 5000);
    const many = await rebalanced(500, 100);
    return { "500 symbols, ms": many * 0.5, "us an order, ten": ten, "us an order, 500": many, ratio: many / ten };
  },
};

function made(symbols: number, bars: number, interval = "1d"): Feed {
  const terms = Array.from({ length: symbols }, (_, at) => ({ symbol: `S${at}`, price: 50 + (at % 40) }));
  // A made feed makes its bars anew in each run.
  return replay([...gbm(terms, { bars, interval, seed: 1 }).bars()]);
}

function inReadmesStyle(fast: number, slow: number): AnyStrategy {
  return defineStrategy({
    name: "sma-cross",
    params: { fast, slow },
    onBar({ bar, history, params, orderTargetWeight }) {
      const fast = sma(history(bar.symbol).close, params.fast);
      const slow = sma(history(bar.symbol).close, params.slow);
      if (fast === undefined || slow === undefined) return;
      orderTargetWeight(bar.symbol, fast > slow ? 1 : 0);
    },
  });
}

function runningSums(fast: number, slow: number): AnyStrategy {
  return defineStrategy({
    name: "running-sums",
    state: () => ({ bars: 0, fast: 0.5, slow: 0.5, closes: new Float64Array(1024) }),
    onBar({ bar, state, orderTargetWeight }) {
      const { closes, bars } = state;
      const { close } = bar;
      if (bars === 0) state.fast = state.slow = 0;
      state.fast += close;
      state.slow += close;
      if (bars >= fast) state.fast -= closes[(bars - fast) & 1023];
      if (bars >= slow) state.slow -= closes[(bars - slow) & 1023];
      closes[bars & 1023] = close;
      state.bars = bars + 1;
      if (bars >= slow - 1) orderTargetWeight(bar.symbol, state.fast / fast > state.slow / slow ? 1 : 0);
    },
  });
}

/** Microseconds that an order of a rebalance costs. */
async function rebalanced(symbols: number, bars: number): Promise<number> {
  const feed = made(symbols, bars);
  const names = feed.symbols;
  const weightsOf = (odd: number) =>
    Object.fromEntries(names.map((name, at) => [name, (at % 2 === odd ? 0.6 : 1.3) / symbols]));
  const turns = [weightsOf(0), weightsOf(1)];
  const idle = defineStrategy({ name: "idle", onBars() {} });
  const rebalancing = defineStrategy({
    name: "rebalancing",
    state: () => ({ turn: 0 }),
    onBars({ rebalanceTo, state }) {
      rebalanceTo(turns[state.turn++ % 2]);
    },
  });
  const [without, with_] = await fastest(feed, [idle, rebalancing], 20);
  return (with_ - without) / 1000;
}

/** Runs each strategy several times in turn; returns the nanoseconds a bar of the fastest run of each. */
async function fastest(feed: Feed, strategies: readonly AnyStrategy[], rounds: number): Promise<number[]> {
  const best = strategies.map(() => Infinity);
  const lab = await openLab(":memory:");
  for (let round = 0; round < rounds; round++)
    for (const [at, strategy] of strategies.entries()) {
      const options = { initialCapital: 1_000_000_000, commission: commissionBps(1), lotSize: 1e-8, minimumTrade: 0 };
      const session = await lab.createSession(feed, strategy, options);
      const began = performance.now();
      await session.run();
      best[at] = Math.min(best[at], performance.now() - began);
      await lab.deleteSession(session.id);
    }
  await lab.close();
  return best.map((milliseconds) => (milliseconds * 1e6) / (feed.length as number));
}

void measures[process.argv[2]]().then((numbers) => console.log(JSON.stringify(numbers)));
