import assert from "node:assert/strict";
import fc from "fast-check";
import type { Engine } from "../../../src/core/engine/engine";
import type { SessionEvent } from "../../../src/core/journal/events";
import { commissionBps } from "../../../src/core/models/commission-bps";
import { latencyBars } from "../../../src/core/models/latency";
import { slippageBps } from "../../../src/core/models/slippage-bps";
import { PaperLabError } from "../../../src/errors";
import { seededRandom } from "../../../src/run/seeded-random";
import { bars, day, start } from "../../support/bars";
import { cases } from "../../support/cases";
import { type Played, play } from "../../support/play";
import { ReferenceBroker } from "../../support/reference/broker";
import type { Asked, ReferenceBar, ReferenceTerms } from "../../support/reference/order";
import { ask, Draws } from "../../support/reference/streams";

/** A session of drawn requests, and what was asked for at each bar: what made no sense was an error at the call. */
function session(draws: Draws, prices: readonly ReferenceBar[], terms: ReferenceTerms) {
  const asked: Asked[][] = [];
  const strategy = ({ desk }: Engine) => ({
    name: "drawn",
    onBars() {
      const now = (desk.now - start) / day - 1;
      asked[now] = draws.requests(desk, now).filter((one) => isTaken(() => ask(desk, one, start + day)));
    },
  });
  const { capital, slippageBps: slippage, commissionBps: commission, minimumCommission, touch, price, ...rest } = terms;
  const played = play(bars("A", prices), strategy, {
    ...rest,
    initialCapital: capital,
    slippage: slippageBps(slippage),
    commission: commissionBps(commission, { minimum: minimumCommission }),
    latency: latencyBars(terms.latencyBars),
    fill: { touch, price },
  });
  return { asked, played };
}

function isTaken(call: () => void): boolean {
  try {
    call();
    return true;
  } catch (error) {
    if (error instanceof PaperLabError && error.code === "INVALID_ORDER") return false;
    throw error;
  }
}

const codeOf = (reason = "") => reason.split(":")[0];

/** What became of each order, with its fills; and which changes were denied. */
function told({ orders, fills, events }: Played): string[] {
  const ended = orders.map(({ id, side, type, quantity, status, reason }) => {
    const own = fills
      .filter(({ orderId }) => orderId === id)
      .map(({ time, side: of, quantity: units, price, doubtful }) => {
        return `${(time - start) / day - 1}: ${of === "buy" ? units : -units} @ ${price.toFixed(6)} ${doubtful ?? ""}`;
      });
    return `${id} ${side} ${type} ${quantity} ${status} ${codeOf(reason)} [${own.join(", ")}]`;
  });
  const denied = events.flatMap((event: SessionEvent) =>
    event.kind === "orderChangeDenied" ? [`${event.order.id} ${codeOf(event.reason)}`] : [],
  );
  return [...ended, ...denied.sort()];
}

function toldOf({ books }: ReferenceBroker): string[] {
  const orders = [...books.orders.values()].sort((one, other) => one.number - other.number);
  const ended = orders.map(({ number, sign, type, quantity, status, reason, fills }) => {
    return `order-${number} ${sign > 0 ? "buy" : "sell"} ${type} ${quantity} ${status} ${reason} [${fills.join(", ")}]`;
  });
  return [...ended, ...books.deniedChanges.map((change) => `order-${change}`).sort()];
}

describe("the paper broker", () => {
  it("does with every order what a plain one does that was written from its documentation", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
        const draws = new Draws(seededRandom(seed));
        const [prices, terms] = [draws.bars(), draws.terms()];
        const { asked, played } = session(draws, prices, terms);
        const reference = new ReferenceBroker(terms);
        reference.run(prices, asked);
        assert.deepEqual(told(played), toldOf(reference), JSON.stringify({ terms, prices, asked }));
        assert.ok(Math.abs(played.engine.portfolio.cash - reference.books.cash) < 1e-6);
      }),
      { numRuns: cases(120) },
    );
  });
});
