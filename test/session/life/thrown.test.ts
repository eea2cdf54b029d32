import assert from "node:assert/strict";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import type { CommissionModel, RiskRule, Strategy } from "../../../src/index";
import { errorData, errorOfData } from "../../../src/session/record/error-data";
import { glanceAt } from "../../../src/views/live/view";
import { apart, apple, everythingOf, lab, leaveNothing, newFile, year } from "../../api/labs";

/** An error of which one part throws when it is read. */
function guarded(part: string): Error {
  const get = () => {
    throw new Error("hands off");
  };
  return Object.defineProperty(new Error("guarded"), part, { get });
}

function round(): Error {
  const first = new Error("first");
  const second = new Error("second", { cause: first });
  return Object.assign(first, { cause: second });
}

function chain(length: number): Error {
  let error = new Error("error 0");
  for (let at = 1; at < length; at++) error = new Error(`error ${at}`, { cause: error });
  return error;
}

const refusing: ProxyHandler<object> = {
  get: () => assert.fail("get"),
  has: () => assert.fail("has"),
  getPrototypeOf: () => assert.fail("getPrototypeOf"),
  ownKeys: () => assert.fail("ownKeys"),
};

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** What a strategy may throw, and how the message goes on that says so. */
const thrown: Record<string, readonly [what: () => unknown, says: string]> = {
  "an error": [() => new RangeError("no more"), "no more"],
  "an error of another realm": [() => runInNewContext('new TypeError("elsewhere")'), "elsewhere"],
  "an error whose causes go round": [round, "first"],
  "an error that is its own cause": [
    () => ((error) => Object.assign(error, { cause: error }))(new Error("own")),
    "own",
  ],
  "an error with thousands of causes": [() => chain(20_000), "error 19999"],
  "an error with a huge message": [
    () => new Error("x".repeat(5_000_000)),
    `${"x".repeat(1000)}... (4,999,000 more characters)`,
  ],
  "an error whose message cannot be read": [() => guarded("message"), "its message cannot be read"],
  "an error whose name cannot be read": [() => guarded("name"), "guarded"],
  "an error whose stack cannot be read": [() => guarded("stack"), "guarded"],
  "an error whose cause cannot be read": [() => guarded("cause"), "guarded"],
  "an error whose code cannot be read": [() => guarded("code"), "guarded"],
  "an error with parts of other kinds": [
    () => Object.assign(new Error(), { message: Object.create(null), name: Symbol("n"), stack: 5, cause: 1n }),
    "its message cannot be read",
  ],
  "an error whose toString throws": [
    () => Object.assign(new Error("plain"), { toString: () => assert.fail() }),
    "plain",
  ],
  "a proxy of an error": [() => new Proxy(new Error("behind"), {}), "behind"],
  "a proxy that refuses everything": [() => new Proxy(new Error(), refusing), "it threw a value that cannot be read"],
  "a function's proxy that refuses everything": [() => new Proxy(() => 1, refusing), "it threw a function"],
  "a revoked proxy": [revoked, "it threw a value that cannot be read"],
  "an object without a prototype": [() => Object.create(null), "it threw an object"],
  "a text": [() => "enough", 'it threw "enough"'],
  "a huge text": [() => "y".repeat(1_000_000), `it threw "${"y".repeat(56)}...`],
  "a symbol": [() => Symbol("s"), "it threw Symbol(s)"],
  "a big integer": [() => 12n, "it threw 12n"],
  nothing: [() => undefined, "it threw undefined"],
  null: [() => null, "it threw null"],
  "a function": [() => () => 1, "it threw a function"],
};

/** What is thrown in a promise too: some of each kind. */
const inPromises = new Set([
  "an error",
  "an error whose message cannot be read",
  "a proxy that refuses everything",
  "a revoked proxy",
  "a text",
  "nothing",
]);

/** Where a strategy may throw it, at its third bar, with an order behind it. */
const places: Record<string, (what: () => unknown) => Strategy<Record<string, never>, { bars: number }>> = {
  "at a bar": (what) => ({
    name: "thrower",
    state: () => ({ bars: 0 }),
    onBar({ state, buy, bar, log }) {
      log("a bar");
      if (++state.bars === 1) buy(bar.symbol, 1);
      if (state.bars === 3) throw what();
    },
  }),
  "in a promise": (what) => ({
    name: "thrower",
    state: () => ({ bars: 0 }),
    async onBar({ state, buy, bar, log }) {
      log("a bar");
      if (++state.bars === 1) buy(bar.symbol, 1);
      if (state.bars === 3) throw what();
    },
  }),
};

describe("a strategy that throws", () => {
  afterEach(leaveNothing);

  for (const [place, strategyOf] of Object.entries(places)) {
    for (const [name, [what, says]] of Object.entries(thrown)) {
      if (place === "in a promise" && !inPromises.has(name)) continue;
      it(`fails its session, which keeps everything: ${name}, ${place}`, async () => {
        const path = newFile();
        const opened = await lab(path);
        const session = await opened.createSession(year, strategyOf(what), { ...apple, name: "a" });
        const message = `Strategy "thrower" failed in onBar at 2013-05-15 (AAPL, bar 3): ${says}`;
        const error = await session.run().catch((caught) => caught);
        assert.deepEqual([error.code, error.message], ["STRATEGY_FAILED", message]);
        assert.ok(inspect(error).includes(message));
        assert.deepEqual([session.state, session.core.warnings], ["FAILED", []]);
        assert.equal(session.error, error);
        const shown = everythingOf(session);
        const printed = inspect(session);
        assert.ok(printed.includes(says.slice(0, 30)));
        assert.ok(glanceAt(session.core).trouble?.includes(says.slice(0, 30)));
        await opened.close();
        const again = await (await apart(path)).session("a");
        assert.deepEqual(everythingOf(again), shown);
        assert.equal(inspect(again), printed);
        assert.deepEqual([again.fillRows().length, again.logRows().length], [1, 3]);
        assert.equal(again.error?.cause instanceof Error, error.cause !== undefined);
        assert.ok(inspect(again.error).includes(message));
      });
    }
  }

  it("fails its session also where its state, a model or a rule throws", async () => {
    const opened = await lab(newFile());
    const plain = places["at a bar"](() => assert.fail("not reached"));
    const hostile = () => {
      throw new Proxy(new Error(), refusing);
    };
    const commission: CommissionModel = { name: "own", commission: hostile };
    const risk: RiskRule[] = [{ name: "own", check: hostile }];
    const answers: RiskRule[] = [{ name: "own", check: () => new Proxy({ code: "NO" }, refusing) as { code: string } }];
    const unread = "it threw a value that cannot be read";
    const at = 'Strategy "thrower" failed in';
    const cases = [
      [{ ...plain, state: hostile }, {}, `${at} state: ${unread}`],
      [
        plain,
        { commission },
        `Commission model "own" failed at 2013-05-14 (1 at 64.835716): ${unread}; asked for order-1, buy 1 AAPL`,
      ],
      [plain, { risk }, `Risk rule "own" failed in check of risk[0] at 2013-05-13 (buy 1 AAPL): ${unread}`],
      [plain, { risk: answers }, 'Risk rule "own" failed in check of risk[0] at 2013-05-13 (buy 1 AAPL): get'],
    ] as const;
    for (const [strategy, options, message] of cases) {
      const session = await opened.createSession(year, strategy, { ...apple, ...options });
      const error = await session.run().catch((caught) => caught);
      assert.equal(error.message, message);
      inspect(error);
      const stored = await opened.query("SELECT state, error FROM paper_sessions WHERE id = ?", [session.id]);
      assert.equal(stored.values[0][0 as never], "FAILED");
    }
  });

  it("is told of a listener that throws what cannot be printed", async () => {
    const session = await (await lab()).createSession(year, { name: "quiet", onBar: () => undefined }, apple);
    session.on("bar", () => {
      throw guarded("message");
    });
    await session.run();
    assert.deepEqual(session.core.warnings, [
      'A listener of "bar" failed and is no longer called: its message cannot be read',
    ]);
  });
});

describe("an error as it is stored", () => {
  /** The messages of an error that was stored and read again, and of its causes. */
  function messagesOf(error: unknown): string[] {
    const messages: string[] = [];
    let one: unknown = errorOfData(JSON.parse(JSON.stringify(errorData(error))));
    for (; one instanceof Error; one = one.cause) messages.push(one.message);
    return messages;
  }

  it("has its causes, and ends where they go round", () => {
    assert.deepEqual(messagesOf(chain(3)), ["error 2", "error 1", "error 0"]);
    assert.deepEqual(messagesOf(round()), ["first", "second", "The cause is one of the errors before, again"]);
  });

  it("says that causes were left out", () => {
    const messages = messagesOf(chain(12));
    assert.equal(messages.length, 12);
    assert.deepEqual(messages.slice(-2), ["error 1", "More causes were left out"]);
    assert.equal(messagesOf(chain(11)).at(-1), "error 0");
  });

  it("says how much of a text was left out", () => {
    const [message] = messagesOf(new Error("x".repeat(10_005)));
    assert.equal(message, `${"x".repeat(10_000)}... (5 more characters)`);
  });

  it("says which of its parts cannot be read", () => {
    const { name, message, stack, cause } = errorData(guarded("cause"));
    assert.deepEqual([name, message, cause?.message], ["Error", "guarded", "a cause that cannot be read"]);
    assert.match(String(stack), /^Error: guarded\n/);
    for (const part of ["name", "message", "stack"] as const)
      assert.equal(errorData(guarded(part))[part], `a ${part} that cannot be read`);
  });

  it("is what was thrown where that is no error", () => {
    const texts = ["enough", Symbol("s"), undefined, { a: 1 }].map((one) => errorData(one).message);
    assert.deepEqual(texts, ["enough", "Symbol(s)", "undefined", "an object"]);
  });
});
