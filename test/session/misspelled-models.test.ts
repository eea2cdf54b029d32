import assert from "node:assert/strict";
import { inspect } from "node:util";
import { type Behavior, eighthBehavior, ninthBehavior } from "../../src/core/account/behavior";
import type { PaperLabError, RiskRule, RiskView, SessionOptions } from "../../src/index";
import { checkedRule } from "../../src/run/checked/checked-models";
import { apart, apple, lab, leaveNothing, newFile, year } from "../api/labs";
import { crossover } from "../api/strategies";

type Loose = Readonly<Record<string, number>>;

const denial = { code: "TOO_MUCH" };
const check = () => undefined;

/** The error of a session under a rule, and whether it came when the session was made. */
async function refusalOf(options: SessionOptions): Promise<{ readonly text: string; readonly isMade: boolean }> {
  const opened = await lab();
  const text = ({ code, message }: PaperLabError) => `${code} ${message}`;
  try {
    const session = await opened.createSession(year, crossover, { ...apple, ...options });
    const ended = await session.run().then(() => "none", text);
    return { text: ended, isMade: true };
  } catch (error) {
    return { text: text(error as PaperLabError), isMade: false };
  }
}

const ofRule = (rule: object) => refusalOf({ risk: [{ name: "mine", check, ...rule } as RiskRule] });
const sloppy = (body: string) => new Function("request", "view", body) as RiskRule["check"];

describe("a model of one's own that reads what it is not given", () => {
  after(leaveNothing);

  it("is refused with the near match when the session is made, however it is written", async () => {
    const wanted = 'Unknown member "grosExposureAfter" of the view in check of risk[0], "mine". Did you mean';
    const reading: readonly object[] = [
      { check: (_: object, view: Loose) => (view.grosExposureAfter > 0.5 ? denial : undefined) },
      { check: (_: object, { grosExposureAfter }: Loose) => (grosExposureAfter > 0.5 ? denial : undefined) },
      { check: sloppy("const { equity, grosExposureAfter } = view; return grosExposureAfter > 1 ? {} : undefined") },
      { check: (_: object, view: Loose) => ((view.grosExposureAfter ?? 0) > 0.5 ? denial : undefined) },
      { check: (_: object, view: Loose) => (typeof view.grosExposureAfter === "number" ? denial : undefined) },
      { check: (_: object, view: Loose) => ((view.grosExposureAfter || 0) > 0.5 ? denial : undefined) },
      { check: (_: object, { grosExposureAfter = 0 }: Loose) => (grosExposureAfter > 0.5 ? denial : undefined) },
      { check: (_: object, { cash, ...rest }: Loose) => (rest.grosExposureAfter > cash ? denial : undefined) },
      { check: sloppy("return view['grosExposureAfter'] === undefined ? undefined : { code: 'NO' }") },
      { check: sloppy("let all; ({ grosExposureAfter: all } = view); return all > 1 ? { code: 'NO' } : undefined") },
      { check: sloppy("const { heat } = { heat: 'grosExposureAfter' }; if (view.grosExposureAfter > heat) return {}") },
      {
        check(_: object, view: Loose) {
          return [1].some(() => view.grosExposureAfter > 0.5) ? denial : undefined;
        },
      },
    ];
    for (const rule of reading)
      assert.deepEqual(await ofRule(rule), {
        text: `UNKNOWN_OPTION ${wanted} "grossExposureAfter"?`,
        isMade: false,
      });
  });

  it("is refused also in what it reads of an order, after a step, and in models of costs", async () => {
    const texts = [
      await ofRule({ check: ({ quanity }: Loose) => (quanity > 5 ? denial : undefined) }),
      await ofRule({ afterStep: (view: Loose) => (view.peekEquity > 5 ? "HALT" : undefined) }),
      await refusalOf({ slippage: (price, _, __, market) => ((market as never as Loose).day > 1 ? price : price) }),
      await refusalOf({
        commission: { name: "c", commission: (_, __, order) => (order as never as Loose).charged || 0 },
      }),
    ].map(({ text, isMade }) => (isMade ? "made" : text));
    assert.deepEqual(texts, [
      'UNKNOWN_OPTION Unknown member "quanity" of the order in check of risk[0], "mine". Did you mean "quantity"?',
      'UNKNOWN_OPTION Unknown member "peekEquity" of the view in afterStep of risk[0], "mine". Did you mean "peakEquity"?',
      'UNKNOWN_OPTION Unknown member "day" of the market in slippage. Did you mean "days"?',
      'UNKNOWN_OPTION Unknown member "charged" of the order in commission of the option commission. Did you mean "chargedCommission"?',
    ]);
  });

  it("is refused where a sweep or a look-ahead check would run it", async () => {
    const risk = [{ name: "mine", check: (_: object, view: Loose) => void view.cahs }] as never;
    const opened = await lab();
    const message = /Unknown member "cahs" of the view in check of risk\[0\], "mine"\. Did you mean "cash"\?/;
    await assert.rejects(opened.sweep(year, crossover, { grid: { fast: [5, 6] }, risk }), message);
    await assert.rejects(opened.checkLookAhead(year, crossover, { risk }), message);
  });

  it("is taken where its text says what else holds, or where it reads something else", async () => {
    const fine: readonly object[] = [
      { check: (_: object, view: Loose) => void ("heat" in view ? view.heat : 0) },
      { check: (order: Loose) => void [order.limitPrice, order.takeProfit, order.trailAmount, order.toString()] },
      { check: (_: object, view: Loose) => void (Object.hasOwn(view, "heat") ? view.heat : 0) },
      {
        check: sloppy("if (Object.prototype.hasOwnProperty.call(view, 'heat') && view.heat > 5) return { code: 'NO' }"),
      },
      { check: sloppy("try { throw { heat: 1 } } catch (view) { if (view.heat > 6) return { code: 'NO' } }") },
      { check: sloppy("for (const view of [{ heat: 1 }]) if (view.heat > 6) return { code: 'NO' }") },
      { check: sloppy("{ class view { static heat = 1 } if (view.heat > 6) return { code: 'NO' } }") },
      { check: sloppy("{ function view() {} view.heat = 1; if (view.heat > 6) return { code: 'NO' } }") },
      { check: sloppy("view = { heat: 5 }; if (view.heat > 6) return { code: 'NO' }") },
      { check: sloppy("const other = { heat: view.equity }; if (other.heat < 0) return { code: 'NO' }") },
      { check: sloppy("{ const view = { heat: 1 }; if (view.heat > 6) return { code: 'NO' } }") },
    ];
    for (const rule of fine) assert.deepEqual(await ofRule(rule), { text: "none", isMade: true });
  });
});

describe("a risk rule of one's own whose text does not show what it reads", () => {
  after(leaveNothing);
  const failed = 'RULE_FAILED Risk rule "mine" failed in check of risk[0] at 2013-07-09 (buy 100 AAPL): ';
  const read = (of: object, name: string) => (of as Loose)[name];

  it("fails when it is asked", async () => {
    const view = 'Unknown member "grosExposure" of the view. Did you mean "grossExposure"?';
    const order = 'Unknown member "quanity" of the order. Did you mean "quantity"?';
    const position = 'Unknown member "quanity" of a position. Did you mean "quantity"?';
    const asked = (ask: RiskRule["check"]) => ofRule({ check: ask }).then(({ text }) => text);
    assert.equal(await asked((_, shown) => void read(shown, "grosExposure")), failed + view);
    assert.equal(await asked((request) => void read(request, "quanity")), failed + order);
    assert.equal(await asked((_, shown) => void read(shown.position("AAPL"), "quanity")), failed + position);
    const { text } = await ofRule({ afterStep: (shown: object) => void read(shown, "grosExposure") });
    assert.equal(text, `RULE_FAILED Risk rule "mine" failed in afterStep of risk[0] at 2013-05-13: ${view}`);
  });

  it("fails when it changes its view, also where the language would not tell", async () => {
    const changes: [body: string, name: string][] = [
      ["view.cash = 5", "cash"],
      ["view.weightAfter = () => 0", "weightAfter"],
      ["view['heat'] = 5", "heat"],
    ];
    for (const [body, name] of changes) {
      const { text } = await ofRule({ check: sloppy(body) });
      assert.equal(text, `${failed}Expected it to leave the view as it is, but it changed ${name}`);
    }
    const defining = sloppy("Object.defineProperty(view, 'cash', { value: 5 })");
    assert.match((await ofRule({ check: defining })).text, /^RULE_FAILED .*Cannot redefine property: cash/);
  });

  it("sees what a rule of paperlab sees", async () => {
    const seen: unknown[] = [];
    const members = ["time", "cash", "equity", "peakEquity", "previousDayEquity", "grossExposure", "netExposure"];
    const others = ["openOrders", "ordersToday", "tradingState"];
    const look = (request: object, view: RiskView) => {
      const { position, price, quantityAfter } = view;
      const { symbol, side, quantity } = request as Parameters<RiskRule["check"]>[0];
      seen.push([...members, ...others].map((name) => read(view, name)));
      seen.push({ ...position(symbol) }, price(symbol), quantityAfter({ symbol, side, quantity }));
      const { cash, ...rest } = view;
      assert.deepEqual([cash, rest.grossExposure, Object.keys(view).length], [view.cash, view.grossExposure, 19]);
      assert.equal(rest.price(symbol), price(symbol));
      seen.push({ ...request }, read(request, "limitPrice"), view.weightAfter(request as never), "then" in view);
    };
    const { text } = await ofRule({ check: look });
    assert.equal(text, "none");
    const [first, position, price, after, request, limit, weight, isPromise] = seen;
    const time = Date.UTC(2013, 6, 9, 20);
    assert.deepEqual(first, [time, 100_000, 100_000, 100_000, 100_000, 0, 0, 0, 0, "ACTIVE"]);
    const { symbol, quantity } = position as { symbol: string; quantity: number };
    assert.deepEqual([symbol, quantity, after, limit, isPromise], ["AAPL", 0, 100, undefined, false]);
    assert.equal((request as Loose).quantity, 100);
    assert.equal(weight, (100 * (price as number)) / 100_000);
  });

  it("can print and copy what it sees", async () => {
    const printed: string[] = [];
    const look = (request: object, view: RiskView) => {
      printed.push(...[request, view, view.position("AAPL"), { ...request }].map((one) => inspect(one)));
      printed.push(JSON.stringify(request));
    };
    assert.equal((await ofRule({ check: look })).text, "none");
    const [order, view, position, copy, json] = printed;
    for (const text of [order, copy, json]) assert.match(text, /AAPL[\s\S]*buy[\s\S]*100/);
    assert.match(view, /cash: 100000,[\s\S]*tradingState: 'ACTIVE'/);
    assert.match(position, /quantity: 0/);
  });

  it("fails as well in a session that was stored and is opened again", async () => {
    const file = newFile();
    const opened = await lab(file);
    const stored: RiskRule = { name: "mine", check: (request, view) => void [request, view] };
    const session = await opened.createSession(year, crossover, { ...apple, name: "a", risk: [stored] });
    await session.step(30);
    await opened.close();
    const rule: RiskRule = { name: "mine", check: (_, view) => void read(view, "grosExposure") };
    const again = await (await apart(file)).session("a", { strategy: crossover, risk: [rule] });
    await assert.rejects(again.run(), { code: "RULE_FAILED" });
  });

  it("reads what is not there under rules 1 to 8", () => {
    const seen: unknown[] = [];
    const rule: RiskRule = { name: "mine", check: (_, view) => void seen.push(read(view, "grosExposure")) };
    const request = { symbol: "A", side: "buy", quantity: 1 } as const;
    const view = { cash: 1 } as RiskView;
    const checked = (behavior: Behavior) => checkedRule(rule, 0, behavior, () => "now").check(request, view);
    assert.equal(checked(eighthBehavior), undefined);
    assert.deepEqual(seen, [undefined]);
    assert.throws(() => checked(ninthBehavior), { code: "RULE_FAILED" });
  });
});
