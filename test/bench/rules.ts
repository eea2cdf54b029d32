// Measures what each risk rule costs an order, and prints nanoseconds by name as JSON. Each figure is the difference between
// runs with the rule ten times and runs without rules, in turn within this process.
import {
  allowedSymbols,
  cooldown,
  dailyLossLimit,
  defineStrategy,
  gbm,
  maxDrawdownStop,
  maxGrossExposure,
  maxLeverage,
  maxNetExposure,
  maxOpenOrders,
  maxOrderNotional,
  maxOrderQuantity,
  maxOrdersPerDay,
  maxPositionNotional,
  maxPositionWeight,
  minCash,
  noShorting,
  openLab,
  priceCollar,
  type RiskRule,
} from "../..";

const ORDERS = 10;
const TIMES = 10;
const ROUNDS = 25;
const STEPS = 4000;
const PRICE = { price: 100, drift: 0, volatility: 0.1 };
const feed = gbm({ A: PRICE, B: PRICE, C: PRICE }, { seed: 1, interval: "1m", bars: STEPS });

// Ten small purchases in one step, which are sold in the next.
const busy = defineStrategy({
  name: "busy",
  state: () => ({ step: 0 }),
  onBars({ state, symbols, buy, close }) {
    if (state.step++ % 2 === 1) close();
    else for (let at = 0; at < ORDERS; at++) buy(symbols[at % symbols.length], 1);
  },
});

const rules: Readonly<Record<string, RiskRule>> = {
  maxPositionWeight: maxPositionWeight(1),
  maxPositionNotional: maxPositionNotional(1e6),
  maxOrderNotional: maxOrderNotional(1e6),
  maxOrderQuantity: maxOrderQuantity(1e6),
  maxGrossExposure: maxGrossExposure(1),
  maxNetExposure: maxNetExposure(1),
  maxLeverage: maxLeverage(1),
  maxOpenOrders: maxOpenOrders(100),
  maxOrdersPerDay: maxOrdersPerDay(1e6),
  maxDrawdownStop: maxDrawdownStop(0.9),
  dailyLossLimit: dailyLossLimit(0.9),
  noShorting: noShorting(),
  allowedSymbols: allowedSymbols(["A", "B", "C"]),
  priceCollar: priceCollar(0.5),
  minCash: minCash(1),
  cooldown: cooldown(1),
};

async function timeOf(risk: readonly RiskRule[]): Promise<number> {
  const lab = await openLab(":memory:");
  const session = await lab.createSession(feed, busy, { risk, initialCapital: 1e6 });
  const begun = process.cpuUsage();
  await session.run();
  // Other programs take turns with this one, so a clock would measure them too.
  const { user, system } = process.cpuUsage(begun);
  await lab.close();
  return (user + system) / 1000;
}

async function main(): Promise<void> {
  const best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ["none", ...Object.keys(rules)]) {
      const took = await timeOf(name === "none" ? [] : Array(TIMES).fill(rules[name]));
      best.set(name, Math.min(took, best.get(name) ?? Infinity));
    }
  }
  const none = best.get("none") as number;
  const asked = (STEPS / 2) * ORDERS * TIMES;
  const costs = Object.keys(rules).map((name) => [name, (((best.get(name) as number) - none) * 1e6) / asked]);
  console.log(JSON.stringify(Object.fromEntries(costs)));
}

void main();
