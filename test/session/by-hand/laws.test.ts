import assert from "node:assert/strict";
import fc from "fast-check";
import type { Feed, Session, SessionOptions } from "../../../src/index";
import { runToEnd } from "../../../src/run/headless";
import { prepareSession } from "../../../src/session/plan/plan";
import { apart, lab, leaveNothing, newFile } from "../../api/labs";
import { cases, countedCases } from "../../support/cases";
import { feeds, options, sameShown, wild } from "../wild";

/** What is asked for by hand; `pick` chooses among what there is. */
interface Ask {
  readonly kind: "buy" | "sell" | "limit" | "stop" | "close" | "closeAll" | "cancel" | "replace" | "state";
  readonly pick: number;
  readonly size: number;
}

const ask: fc.Arbitrary<Ask> = fc.record({
  kind: fc.constantFrom("buy", "sell", "limit", "stop", "close", "closeAll", "cancel", "replace", "state"),
  pick: fc.nat(),
  size: fc.double({ min: 0.01, max: 40, noNaN: true }),
});
const plans = fc.array(
  fc.record({
    steps: fc.integer({ min: 1, max: 40 }),
    asks: fc.array(ask, { maxLength: 4 }),
    reopens: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Asks a session, without waiting for one before the next. */
async function askAll(session: Session, feed: Feed, asks: readonly Ask[]): Promise<void> {
  const { length } = session.orderRows();
  await Promise.all(asks.map((one) => askOne(session, feed, length, one)));
}

function askOne(session: Session, { symbols }: Feed, orders: number, { kind, pick, size }: Ask): Promise<unknown> {
  const symbol = symbols[pick % symbols.length];
  if (kind === "buy" || kind === "sell") return session[kind](symbol, size, pick % 2 === 0 ? undefined : { tag: "é" });
  if (kind === "limit") return session.buy(symbol, size, { type: "limit", limitPrice: 79 + size / 20 });
  if (kind === "stop")
    return session.order({ symbol, side: "sell", quantity: size, type: "stop", stopPrice: 78 + size / 20 });
  if (kind === "close") return session.close(symbol);
  if (kind === "closeAll") return session.close();
  if (kind === "state") return session.setTradingState((["ACTIVE", "REDUCING", "HALTED", "ACTIVE"] as const)[pick % 4]);
  if (kind === "replace" && orders > 0) return session.replace(`order-${1 + (pick % orders)}`, { quantity: size });
  return orders === 0 ? Promise.resolve() : session.cancel(`order-${1 + (pick % orders)}`);
}

/** The fingerprint of the same session run from its beginning without a lab, with what it was asked for by hand. */
async function runAgain(feed: Feed, given: SessionOptions, inputs: ReturnType<Session["inputRows"]>): Promise<string> {
  const { config, material } = prepareSession(feed.source, wild as never, given as SessionOptions<never>);
  return (await runToEnd(config, { ...material, inputs })).fingerprint;
}

describe("any session that is traded by hand", () => {
  afterEach(leaveNothing);

  it("ends in the same way if it is closed and resumed, and is shown alike live, reopened and run again", async () => {
    let asked = 0;
    await fc.assert(
      fc.asyncProperty(feeds, options, plans, async (feed, given, plan) => {
        const path = newFile();
        let opened = await lab(path);
        let session = await opened.createSession(feed, wild, { ...given, name: "a" });
        const twin = await (await lab()).createSession(feed, wild, { ...given, name: "a" });
        for (const { steps, asks, reopens } of plan) {
          await session.step(steps);
          await twin.step(steps);
          if (session.state === "COMPLETED") break;
          if (reopens) {
            await opened.close();
            opened = await lab(path);
            session = await opened.session("a", { strategy: wild, feed });
          }
          await askAll(session, feed, asks);
          await askAll(twin, feed, asks);
          sameShown(session, twin);
          // What resolved is stored.
          sameShown(await (await apart(path)).session("a"), twin);
        }
        if (session.state !== "COMPLETED") await session.run();
        if (twin.state !== "COMPLETED") await twin.run();
        sameShown(session, twin);
        asked += session.inputRows().length;
        assert.equal(await runAgain(feed, given, session.inputRows()), session.fingerprint);
        await opened.close();
        sameShown(await (await apart(path)).session("a"), twin);
      }),
      countedCases(6, [feeds, options, plans]),
    );
    assert.ok(asked > 0);
  });

  it("does the same asked while it runs as asked while it rests after the same step", async () => {
    await fc.assert(
      fc.asyncProperty(feeds, options, plans, async (feed, given, plan) => {
        const resting = await (await lab()).createSession(feed, wild, given);
        const running = await (await lab(newFile())).createSession(feed, wild, { ...given, name: resting.name });
        const due = new Map<number, readonly Ask[]>();
        let step = 0;
        for (const { steps, asks } of plan) {
          await resting.step(steps);
          if (resting.state === "COMPLETED") break;
          step += steps;
          due.set(step, asks);
          await askAll(resting, feed, asks);
        }
        if (resting.state !== "COMPLETED") await resting.run();
        const answers: Promise<unknown>[] = [];
        running.on("bar", () => {
          const asks = due.get(running.steps) ?? [];
          due.delete(running.steps);
          answers.push(askAll(running, feed, asks));
        });
        await running.run();
        await Promise.all(answers);
        sameShown(running, resting);
      }),
      { numRuns: cases(8) },
    );
  });
});
