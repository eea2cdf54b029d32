import assert from "node:assert/strict";
import { defineStrategy, range, threads } from "../../src/index";
import { Builtins } from "../../src/sweep/threads/builtins";
import { lab, leaveNothing, year } from "../api/labs";

const apple = { symbols: ["AAPL"] };

/** Buys a little, and changes something that all code of its process has. */
const spoiling = defineStrategy({
  name: "spoiling",
  // The second tells apart runs that do the same.
  params: { what: "nothing", at: 0 },
  onStop({ params }) {
    if (params.what === "Array.prototype.map") Reflect.deleteProperty(Array.prototype, "map");
    if (params.what === "Math.count") (Math as never as Record<string, number>).count = 1;
    if (params.what === "process.env.COUNT") process.env.COUNT = "1";
  },
  onBars({ buy }) {
    buy("AAPL", 1);
  },
});

describe("a run that changes what all runs of a process share", function () {
  this.timeout(240_000);
  afterEach(leaveNothing);

  it("fails and is told what it changed, and neither the others of its thread nor later sweeps find it", async () => {
    const on = threads({ count: 1 });
    const changed = ["Array.prototype.map", "Math.count", "process.env.COUNT"];
    const list = changed.flatMap((what) => [what, "nothing"]).map((what, at) => ({ what, at }));
    const opened = await lab();
    const sweep = await opened.sweep(year, spoiling, { ...apple, list, on });
    const advice = "Keep it in state instead";
    const text = "Expected a run to change nothing that others share, but it changed";
    assert.deepEqual(
      sweep.errorRows().map(({ code, message }) => [code, message]),
      changed.map((one) => ["BUILTIN_CHANGED", `${text} ${one}. ${advice}`]),
    );
    const later = await opened.sweep(year, spoiling, { ...apple, grid: { at: [1] }, on });
    assert.deepEqual(later.errorRows(), []);
    for (const run of [1, 3, 5]) assert.equal(sweep.metric("trades")[run], later.metric("trades")[0]);
  });

  it("is also told why it failed, if it did, even where paperlab itself needs what it changed", async () => {
    const failing = defineStrategy({
      name: "failing",
      params: { what: "join" },
      onBars({ params }) {
        if (params.what === "Object.fromEntries") Reflect.deleteProperty(Object, "fromEntries");
        if (params.what === "Array.prototype.join") Array.prototype.join = () => "";
        throw new Error("no bars for me");
      },
    });
    const what = ["Array.prototype.join", "Object.fromEntries"];
    const sweep = await (await lab()).sweep(year, failing, { ...apple, grid: { what }, on: threads({ count: 1 }) });
    for (const [at, { code, message }] of sweep.errorRows().entries()) {
      assert.equal(code, "BUILTIN_CHANGED");
      assert.ok(
        message.includes(`it changed ${what[at]}. Keep it in state instead. The run also failed: Strategy "failing"`),
        message,
      );
      assert.match(message, /no bars for me$/);
    }
    assert.equal(sweep.errorRows().length, 2);
  });

  it("may copy the environment", async () => {
    const copying = defineStrategy({
      name: "copying",
      params: { size: 1 },
      onBars({ buy, params }) {
        if ("PATH" in structuredClone(process.env)) buy("AAPL", params.size);
      },
    });
    const sweep = await (await lab()).sweep(year, copying, {
      ...apple,
      grid: { size: [1, 2] },
      on: threads({ count: 1 }),
    });
    assert.deepEqual(sweep.errorRows(), []);
    assert.notEqual(sweep.fingerprint(0), sweep.fingerprint(1));
  });

  it("is not one that loads a package which adds something", async () => {
    const loading = defineStrategy({
      name: "loading",
      params: { at: 0 },
      onBars({ buy }) {
        // It adds Math.seedrandom.
        if (typeof require("seedrandom") === "function") buy("AAPL", 1);
      },
    });
    const options = { ...apple, grid: { at: range(1, 3) }, on: threads({ count: 1 }) };
    const sweep = await (await lab()).sweep(year, loading, options);
    assert.deepEqual(sweep.errorRows(), []);
  });
});

describe("builtins", () => {
  const { env } = process;
  afterEach(() => {
    process.env = env;
  });

  const changes: Record<string, () => () => void> = {
    "Array.prototype.map": () => setting(Array.prototype, "map", () => []),
    "Array.prototype.sum": () => defining(Array.prototype, "sum", { value: () => 0 }),
    "Object.prototype.sum": () => defining(Object.prototype, "sum", { value: () => 0 }),
    "Function.prototype.sum": () => defining(Function.prototype, "sum", { value: () => 0 }),
    "Object.fromEntries": () => setting(Object, "fromEntries", () => ({})),
    "Math.random": () => setting(Math, "random", () => 0.5),
    "Math.count": () => setting(Math, "count", 1),
    "Date.count": () => setting(Date, "count", 1),
    "URL.count": () => setting(URL, "count", 1),
    "Map.prototype.size": () => defining(Map.prototype, "size", { get: () => 0 }),
    "Array.prototype[Symbol(Symbol.iterator)]": () => setting(Array.prototype, Symbol.iterator, () => undefined),
    "the prototype of an iterator of arrays.next": () => setting(iterators, "next", iterators.return),
    count: () => setting(globalThis, "count", 1),
    parseInt: () => setting(globalThis, "parseInt", () => 7),
    "the prototype of Set.prototype": () => {
      Object.setPrototypeOf(Set.prototype, Map.prototype);
      return () => Object.setPrototypeOf(Set.prototype, Object.prototype);
    },
    "process.env.COUNT": () => setting(process.env, "COUNT", "1"),
    "process.env.PATH": () => setting(process.env, "PATH", "elsewhere"),
    "process.env": () => setting(process, "env", {}),
  };
  for (const [name, change] of Object.entries(changes))
    it(`tell that ${name} has changed`, () => {
      const builtins = new Builtins();
      const undo = change();
      const changed = builtins.changed();
      undo();
      assert.deepEqual([changed, builtins.changed()], [name, undefined]);
    });

  it("are as they were if what was written is what was there", () => {
    const builtins = new Builtins();
    process.env.PATH = String(process.env.PATH);
    Array.prototype.map = [].map;
    assert.equal(builtins.changed(), undefined);
  });
});

const iterators = Object.getPrototypeOf([][Symbol.iterator]());

// Both return what undoes them.
function setting(object: object, key: PropertyKey, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(object, key);
  Reflect.set(object, key, value);
  return () => void (before ? Reflect.defineProperty(object, key, before) : Reflect.deleteProperty(object, key));
}

function defining(object: object, key: PropertyKey, descriptor: PropertyDescriptor): () => void {
  const before = Object.getOwnPropertyDescriptor(object, key);
  Reflect.defineProperty(object, key, { ...descriptor, configurable: true });
  return () => void (before ? Reflect.defineProperty(object, key, before) : Reflect.deleteProperty(object, key));
}
