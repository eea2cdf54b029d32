import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import {
  commissionBps,
  defineStrategy,
  type Lab,
  maxPositionWeight,
  type Session,
  type Strategy,
  sma,
} from "../../../src/index";
import { apple, everythingOf, lab, leaveNothing, newFile, year } from "../../api/labs";
import { Cap, Rated } from "../../support/own-models";

type Hook = NonNullable<Strategy<{ n: number }>["onBar"]>;

/** A cell whose strategy calls a helper, which reads a value. */
function strategyWith(limit: unknown, weight: "1" | "0.5" = "1") {
  const share = weight === "1" ? () => 1 : () => 0.5;
  const signal = (closes: Float64Array, n: number) => {
    const mean = sma(closes, n);
    return mean !== undefined && limit !== undefined && closes[closes.length - 1] > mean ? share() : 0;
  };
  const onBar: Hook = ({ bar, history, params, orderTargetWeight }) =>
    orderTargetWeight(bar.symbol, signal(history().close, params.n));
  return defineStrategy({ name: "above", params: { n: 20 }, onBar });
}

/** What a session is called, how it stands, and what it says. */
const told = ({ name, steps, core }: Session) => ({ name, steps, says: [...core.warnings] });

describe("a cell that is run again, whose strategy has helpers", () => {
  afterEach(leaveNothing);
  const make = (opened: Lab, strategy: Strategy<{ n: number }>) =>
    opened.createSession(year, strategy, { ...apple, name: "live" });

  it("goes on with its session where it stood, in another process too", async () => {
    const path = newFile();
    const before = await lab(path);
    await (await make(before, strategyWith(5))).step(100);
    assert.deepEqual(told(await make(before, strategyWith(5))), { name: "live", steps: 100, says: [] });
    await before.close();
    const session = await make(await lab(path), strategyWith(5));
    assert.deepEqual(told(session), { name: "live", steps: 100, says: [] });
    await session.run();
    const whole = await (await make(await lab(), strategyWith(5))).run();
    assert.deepEqual(everythingOf(session), everythingOf(whole));
  });

  it("finds it also once it has ended", async () => {
    const path = newFile();
    const before = await lab(path);
    const first = await (await make(before, strategyWith({ long: [1, 2] }))).run();
    assert.equal(await make(before, strategyWith({ long: [1, 2] })), first);
    await before.close();
    const again = await make(await lab(path), strategyWith({ long: [1, 2] }));
    assert.deepEqual([again.id, again.state], [1, "COMPLETED"]);
  });

  for (const [what, changed, says] of [
    ["a helper of a helper", strategyWith(5, "0.5"), "helper share: changed"],
    ["a value", strategyWith(3), "limit: 3, was 5"],
    ["the kind of a value", strategyWith("5"), 'limit: "5", was 5'],
    ["a value that became a function", strategyWith(() => 5), "limit: a function, was 5"],
    ["a value that became a date", strategyWith(new Date(0)), "limit: 1970-01-01T00:00:00.000Z, was 5"],
    ["a value that became a pattern", strategyWith(/a b/g), "limit: /a b/g, was 5"],
    ["a value that became long", strategyWith(Array(1000).fill(1)), "limit: array of 1000, was 5"],
  ] as const) {
    it(`makes another session where ${what} has changed, and says so in one line`, async () => {
      const opened = await lab(newFile());
      await (await make(opened, strategyWith(5))).run();
      const line = `Session "live" stays as it is; this is another one (${says})`;
      assert.deepEqual(told(await make(opened, changed)), { name: "live #2", steps: 0, says: [line] });
      assert.equal((await make(opened, strategyWith(5))).name, "live");
    });
  }

  it("is told all differences from the nearest of its name, long ones as such", async () => {
    const opened = await lab();
    const long = (first: number) => strategyWith([first, ...Array(1000).fill(1)]);
    await make(opened, long(0));
    await make(opened, strategyWith(4));
    assert.match(
      String((await make(opened, long(1))).core.warnings),
      /"live #2" stays .*\(limit: array of 1001, was 4\)$/,
    );
    const third = await make(opened, long(2));
    assert.match(
      String(third.core.warnings),
      /"live #3" stays .*\(limit: array of 1001, of other values than before\)$/,
    );
    const options = { ...apple, name: "live", params: { n: 10 }, initialCapital: 5000 };
    const fourth = await opened.createSession(year, strategyWith(4), options);
    const says = "params.n: 10, was 20; initialCapital: 5000, was not given";
    assert.equal(String(fourth.core.warnings), `Session "live #2" stays as it is; this is another one (${says})`);
  });

  it("is told of models as they are written in a cell, and of lists of them", async () => {
    const opened = await lab();
    await make(opened, strategyWith(5));
    const options = { ...apple, name: "live", params: { n: 20 } };
    const models = { risk: [maxPositionWeight(0.5)], commission: commissionBps(1) };
    const other = await opened.createSession(year, strategyWith(5), { ...options, ...models });
    const says =
      /commission: commissionBps\(1\), was not given.*risk: maxPositionWeight\(0\.5\), was not given|risk: maxPositionWeight\(0\.5\), was not given.*commission: commissionBps\(1\), was not given/;
    assert.match(String(other.core.warnings), says);
  });

  it("is told the differences from the newest where several are as near", async () => {
    const opened = await lab();
    for (const limit of [5, 4]) await make(opened, strategyWith(limit));
    const third = await make(opened, strategyWith(3));
    assert.match(String(third.core.warnings), /"live #2" stays .*\(limit: 3, was 4\)$/);
    assert.match(
      String((await make(opened, strategyWith(5, "0.5"))).core.warnings),
      /"live" stays .*\(helper share: changed\)$/,
    );
  });

  it("is told the differences from one of the same strategy, however many, before those of another", async () => {
    const opened = await lab();
    await make(opened, strategyWith(5));
    await make(opened, { ...strategyWith(5), name: "another" });
    const options = { ...apple, name: "live", params: { n: 10 }, initialCapital: 5000 };
    const third = await opened.createSession(year, strategyWith(5), options);
    assert.match(
      String(third.core.warnings),
      /"live" stays .*\(params\.n: 10, was 20; initialCapital: 5000, was not given\)$/,
    );
  });

  it("has the values that were there when it was created, whatever they are later", async () => {
    const opened = await lab();
    const limit = { long: 5 };
    const session = opened.createSession(year, strategyWith(limit), { ...apple, name: "live" });
    limit.long = 6;
    await session;
    assert.equal((await make(opened, strategyWith({ long: 5 }))).name, "live");
    assert.equal((await make(opened, strategyWith(limit))).name, "live #2");
  });
});

describe("a cell that is run again, with a model that cannot be compared", () => {
  afterEach(leaveNothing);

  const cure =
    "Once it has ended, its cell makes a new session. Models can be compared that are functions or plain objects and read nothing but plain data (docs/costs.md)";

  it("is told which model that is, and what helps", async () => {
    const opened = await lab();
    const saysWith = async (name: string, options: object) =>
      (await opened.createSession(year, strategyWith(0), { ...apple, name, ...options })).core.warnings;
    assert.deepEqual(await saysWith("a", { commission: new Rated(0.001) }), [
      `Its commission is an object of a class, which cannot be compared. ${cure}`,
    ]);
    const fees = new Rated(0.001);
    const slippage = (price: number) => price + Math.max(...[fees].map(({ rate }) => rate));
    assert.deepEqual(await saysWith("b", { slippage, risk: [maxPositionWeight(1), new Cap()] }), [
      `Its slippage reads fees and its risk[1] is an object of a class, which cannot be compared. ${cure}`,
    ]);
    const plain = { name: "rated", rate: 0.001, commission: (quantity: number) => quantity * plain.rate };
    assert.deepEqual(await saysWith("c", { commission: plain }), []);
  });

  it("replaces its own last run, and none of a model of other values", async () => {
    const opened = await lab();
    const run = (rate: number) =>
      opened.run(year, strategyWith(0), { ...apple, name: "fees", commission: new Rated(rate) });
    const names: string[] = [];
    for (const rate of [0.001, 0.002, 0.001, 0.001, 0.002, 0.002]) names.push((await run(rate)).name);
    // The first run of each stays, and a second one is replaced by the next.
    assert.deepEqual(names, ["fees", "fees #2", "fees #3", "fees #3", "fees #4", "fees #4"]);
    const dear = (await run(0.003)).core.warnings;
    assert.match(dear[0], /stays as it is; this is another one \(commission\.rate: 0\.003, was 0\.00[12]\)$/);
  });

  it("does not go on with a session that a model of other values has begun", async () => {
    const opened = await lab();
    const create = (rate: number) =>
      opened.createSession(year, strategyWith(0), { ...apple, name: "half", commission: new Rated(rate) });
    await (await create(0.001)).step(20);
    const other = await create(0.002);
    assert.deepEqual([other.name, other.steps], ["half #2", 0]);
    const same = await create(0.001);
    assert.deepEqual([same.name, same.steps], ["half", 20]);
  });

  it("says so where it stands beside another one", async () => {
    const opened = await lab();
    const options = () => ({ ...apple, name: "own", commission: new Rated(0.001) });
    await opened.run(year, strategyWith(0), options());
    const second = await opened.run(year, strategyWith(0), options());
    assert.deepEqual(second.core.warnings, [
      'Session "own" stays as it is; this is another one (its commission is an object of a class, which cannot be compared)',
    ]);
  });
});

describe("a cell that is run again, whose strategy reads what cannot be compared", () => {
  let socket: Socket;
  const server = createServer().listen(0);
  before(async () => {
    if (!server.listening) await once(server, "listening");
    socket = connect((server.address() as { port: number }).port);
  });
  after(() => {
    socket.destroy();
    server.close();
  });
  afterEach(leaveNothing);

  const make = (opened: Lab, lots = 1) => {
    const onBar: Strategy["onBar"] = ({ bar, buy }) => void (socket.destroyed || buy(bar.symbol, lots));
    return opened.createSession(year, defineStrategy({ name: "talking", onBar }), { ...apple, name: "live" });
  };
  const warning =
    "Its strategy reads socket, which cannot be compared. Once it has ended, its cell makes a new session. What a strategy changes belongs in its state: () => ({ ... }), which each session has for itself";

  const shared =
    'Its strategy reads socket as session "live" does, and may begin with it as that one left it. Then they are not independent';

  it("is told once what that is, and goes on with a session that has not ended", async () => {
    const path = newFile();
    const before = await lab(path);
    const session = await make(before);
    await session.step(30);
    assert.deepEqual(told(await make(before)), { name: "live", steps: 30, says: [warning] });
    await before.close();
    const again = await make(await lab(path));
    assert.deepEqual(told(again), { name: "live", steps: 30, says: [warning] });
    await again.run();
    assert.equal(again.state, "COMPLETED");
  });

  it("runs anew where that has ended, in place of the last run, and leaves the first as it is", async () => {
    const opened = await lab(newFile());
    const [first, second] = [await (await make(opened)).run(), await (await make(opened)).run()];
    assert.deepEqual(
      [second.name, ...second.core.warnings],
      [
        "live #2",
        'Session "live" stays as it is; this is another one (its strategy reads socket, which cannot be compared)',
        shared,
      ],
    );
    const third = await make(opened);
    assert.deepEqual(told(third), {
      name: "live #2",
      steps: 0,
      says: ['It replaces the earlier "live #2" (its strategy reads socket, which cannot be compared)', shared],
    });
    assert.equal(await make(opened), third);
    await third.run();
    await (await make(opened)).run();
    const { values } = await opened.query("SELECT id, name FROM paper_sessions ORDER BY id");
    assert.deepEqual(values, [
      [first.id, "live"],
      [4, "live #2"],
    ]);
    await assert.rejects(second.step(), { code: "INVALID_STATE" });
  });

  it("leaves those alone whose readable parts are others", async () => {
    const opened = await lab();
    for (const lots of [1, 1, 2, 2, 1, 2]) await (await make(opened, lots)).run();
    const { values } = await opened.query("SELECT id, name FROM paper_sessions ORDER BY id");
    assert.deepEqual(values, [
      [1, "live"],
      [3, "live #3"],
      [5, "live #2"],
      [6, "live #4"],
    ]);
  });

  it("stores nothing twice where the last one failed", async () => {
    const opened = await lab();
    const failing = () => {
      const onBar = () => {
        throw new Error(`no ${socket.remotePort}`);
      };
      return opened.run(year, defineStrategy({ name: "failing", onBar }), { ...apple, name: "live" });
    };
    for (let time = 0; time < 4; time++) await assert.rejects(failing(), { code: "STRATEGY_FAILED" });
    assert.deepEqual((await opened.sessions()).shape[0], 2);
  });
});
