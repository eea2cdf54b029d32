import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { defineStrategy, range, threads } from "../../src/index";
import { apple, lab, leaveNothing, year } from "../api/labs";
import { useFolder } from "../feeds/files";
import { interruptedAfter } from "../support/interrupted";

const textOf = (limit: string) =>
  `const { limit } = require("${limit}");
exports.buyer = { name: "buyer", params: { size: 1 }, onBar: ({ bar, params, buy, position }) => {
  if (bar.close < limit && position(bar.symbol).quantity < 100) buy(bar.symbol, params.size);
} };`;

// The strategy as a cell has imported it, whatever became of its file since.
const buyer = defineStrategy({
  name: "buyer",
  params: { size: 1 },
  onBar({ bar, params, buy, position }) {
    if (bar.close < 60 && position(bar.symbol).quantity < 100) buy(bar.symbol, params.size);
  },
});

describe("a sweep whose strategy is found in a file", function () {
  this.timeout(60_000);
  const write = useFolder();
  before(() => {
    for (const folder of ["mine", "old", "new"]) mkdirSync(folder);
  });
  afterEach(leaveNothing);

  const options = { ...apple, name: "buyer", grid: { size: range(1, 6) }, metrics: ["trades" as const] };

  it("may change what all runs share as it is loaded, which it is for each of them", async () => {
    write("mine/limit.json", JSON.stringify({ limit: 60 }));
    const changes = `Array.prototype.sumUp = () => 0; process.env.MINE = "x"; Error.stackTraceLimit = 20;\n`;
    const module = write("mine/changing.cjs", changes + textOf("./limit.json"));
    const sweep = await (await lab()).sweep(year, buyer, { ...options, module, on: threads({ count: 1 }) });
    assert.deepEqual(sweep.errorRows(), []);
  });

  it("is another one once a file was edited, says which, and is the first one again with the old files", async () => {
    const own = await lab();
    const module = write("mine/buyer.cjs", textOf("./limit.json"));
    const swept = async (limit: number) => {
      write("mine/limit.json", JSON.stringify({ limit }));
      return own.sweep(year, buyer, { ...options, module });
    };
    const first = await swept(60);
    assert.equal(first.executed, 6);
    const edited = await swept(1000);
    assert.deepEqual(
      [edited.name, edited.executed, edited.warnings],
      ["buyer #2", 6, ['Sweep "buyer" stays as it is; this is another one (module: limit.json changed)']],
    );
    assert.notEqual(edited.fingerprint(0), first.fingerprint(0));
    await assert.rejects(edited.session(0), {
      code: "RUN_NOT_REPRODUCIBLE",
      message: /If .*mine\/buyer\.cjs was edited since it was imported, run the cell that imports it again$/,
    });
    const again = await swept(60);
    assert.deepEqual([again.name, again.executed], ["buyer", 0]);
    const whole = await own.sweep(year, buyer, { ...options, name: "buyer" });
    assert.match(whole.warnings.join(), /\(module: not given, was .*buyer\.cjs\)/);
  });

  it("goes on where its files are now", async () => {
    const own = await lab();
    write("old/limit.json", JSON.stringify({ limit: 60 }));
    const old = write("old/buyer.cjs", textOf("./limit.json"));
    const part = await own.sweep(year, buyer, { ...options, module: old, ...interruptedAfter(2) });
    assert.equal(part.state, "PAUSED");
    write("new/limit.json", JSON.stringify({ limit: 60 }));
    const moved = write("new/buyer.cjs", textOf("./limit.json"));
    write("old/limit.json", JSON.stringify({ limit: 1000 }));
    const rest = await own.sweep(year, buyer, { ...options, module: moved });
    assert.deepEqual([rest.name, rest.state, rest.errorRows()], ["buyer", "COMPLETED", []]);
    const apart = await own.sweep(year, buyer, { ...options, name: "apart" });
    for (const run of Array(apart.length).keys()) assert.equal(rest.fingerprint(run), apart.fingerprint(run));
  });
});
