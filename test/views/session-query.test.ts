import assert from "node:assert/strict";
import { commissionBps, defineStrategy, type Lab, type SessionListOptions, sample } from "../../src/index";
import { valueIn } from "../../src/views/lab/listed";
import { apple, lab, leaveNothing, newFile, tableOf, year } from "../api/labs";
import { crossover, eventful, failing } from "../api/strategies";

/** A session of which a function reads what is not there. */
type Loose = Readonly<Record<string, number>>;

for (const [place, at] of [["in memory", () => ":memory:"] as const, ["in a file", newFile] as const]) {
  describe(`what a list of sessions ${place} is asked`, () => {
    let opened: Lab;

    before(async () => {
      opened = await lab(at());
      await opened.run(year, crossover, { ...apple, name: "plain" });
      await opened.run(year, crossover, { ...apple, name: "slow", params: { slow: 30 }, commission: commissionBps(2) });
      await opened.run(year, eventful, { ...apple, name: "eventful", tags: ["odd", "new"], seed: 7 });
      await opened.createSession(year, crossover, { ...apple, name: "10", params: { fast: 9 }, tags: ["odd"] });
      const failed = await opened.createSession(year, failing, { ...apple, name: 'it\'s "failed"' });
      await assert.rejects(failed.run());
    });
    after(leaveNothing);

    const names = async (options: SessionListOptions) => (await opened.sessions(options)).column("name").values;

    const answers: readonly (readonly [string, readonly string[]])[] = [
      ["params.fast == 5", ["plain", "slow"]],
      ["params.fast > 0", ["plain", "slow", "10"]],
      ["params.every >= 7 or params.fast == 9", ["eventful", "10"]],
      ["params.fast == params.fast", ["plain", "slow", "10"]],
      ["params.slow - params.fast > 20", ["slow"]],
      ["not (params.fast == 5)", ["10"]],
      ['options.commission == "commissionBps(2)"', ["slow"]],
      ["options.seed == 7", ["eventful"]],
      ['has(tags, "odd")', ["eventful", "10"]],
      ['has(tags, "odd") and not has(tags, "new")', ["10"]],
      ['has(tags, "od")', []],
      ['has(symbols, "AAPL") and steps == 0', ["10"]],
      ['has(symbols, "AAP")', []],
      ['symbols == "AAPL" and steps == 0', ["10"]],
      ["name == 10", ["10"]],
      ['name == "10"', ["10"]],
      ['name == "it\'s \\"failed\\""', ['it\'s "failed"']],
      ["state == 'FAILED'", ['it\'s "failed"']],
      ["sharpe > -100 and trades > 2", ["plain", "slow", "eventful"]],
      ["steps > 30 and sharpe != sharpe + 1", ["plain", "slow", "eventful"]],
      ["name >= 10", ["10"]],
      ['createdAt > "2020-01-01"', ["plain", "slow", "eventful", "10", 'it\'s "failed"']],
      ['createdAt < "2020-01-01T12:00Z"', []],
      ["true", ["plain", "slow", "eventful", "10", 'it\'s "failed"']],
      ["steps / 0 > 1", []],
      ["0 / steps >= 0", ["plain", "slow", "eventful", 'it\'s "failed"']],
    ];
    for (const [where, found] of answers)
      it(`finds where ${where}`, async () => assert.deepEqual(await names({ where }), found));

    const refused: readonly (readonly [SessionListOptions, string, RegExp])[] = [
      [{ where: "cagr" }, "INVALID_FORMULA", /Expected where to be a condition, which is true or false/],
      [
        { where: "steps + 1" },
        "INVALID_FORMULA",
        /such as "sharpe > 1", was "steps \+ 1", which is \d+ in session "plain"/,
      ],
      [
        { where: "strategy > 3" },
        "INVALID_FORMULA",
        /^Expected strategy > 3 in where .* was "\w+" > 3 in session "plain"/,
      ],
      [
        { where: "params.note * 2 > 3" },
        "INVALID_FORMULA",
        /^Expected params.note in where to be a number, was .* in session "eventful"/,
      ],
      [
        { orderBy: "strategy + 1" },
        "INVALID_FORMULA",
        /^Expected strategy in orderBy to be a number, was "\w+" in session/,
      ],
      [{ where: { "params.slow": "forty" } }, "INVALID_FORMULA", /was 20 == "forty" in session "plain"/],
      [{ where: 'createdAt > "yesterday"' }, "INVALID_FORMULA", /compares createdAt with dates/],
      [{ where: "sharpe = 1" }, "INVALID_FORMULA", /== is written for =/],
      [{ where: "f(x) = x" }, "INVALID_FORMULA", /== is written for =/],
      [{ where: "params.fast = 1" }, "INVALID_FORMULA", /== is written for =/],
      [{ where: "a = 1; sharpe > a" }, "INVALID_FORMULA", /== is written for =/],
      [{ orderBy: "[sharpe, trades]" }, "INVALID_FORMULA", /without lists in brackets/],
      [{ orderBy: 'import("fs")' }, "INVALID_FORMULA", /Unknown function "import"/],
      [{ where: "constructor > 1" }, "UNKNOWN_COLUMN", /"constructor"/],
      [{ where: "__proto__ == 1" }, "UNKNOWN_COLUMN", /"__proto__"/],
      [{ where: "params.constructor == 1" }, "UNKNOWN_COLUMN", /"params\.constructor"/],
      [{ where: 'params["__proto__"] == 1' }, "UNKNOWN_COLUMN", /"params\.__proto__"/],
      [{ where: "options.toString == 1" }, "UNKNOWN_COLUMN", /"options\.toString"/],
      [{ where: "shrape > 1" }, "UNKNOWN_COLUMN", /Did you mean "sharpe"\?/],
      [{ where: "fast > 1" }, "UNKNOWN_COLUMN", /Did you mean "params\.fast"\?/],
      [{ where: "params.fats > 1" }, "UNKNOWN_COLUMN", /Did you mean "params\.fast"\?/],
      [{ orderBy: "commission2" }, "UNKNOWN_COLUMN", /Did you mean "commission"\?/],
      [{ orderBy: "-seed" }, "UNKNOWN_COLUMN", /Did you mean "options\.seed"\?/],
      [{ where: { stat: "FAILED" } }, "UNKNOWN_COLUMN", /Did you mean "state"\?/],
      [{ columns: ["name", "sharp"] }, "UNKNOWN_COLUMN", /Did you mean "sharpe"\?/],
      [{ columns: ["zzzzzzzz"] }, "UNKNOWN_COLUMN", /Known: id, name, .*params\.fast, .*and \d+ metrics/],
      [{ columns: "name" as never }, "INVALID_OPTION", /columns/],
      [{ limit: -1 }, "INVALID_OPTION", /limit/],
      [{ limit: 1.5 }, "INVALID_OPTION", /limit/],
      [{ where: 5 as never }, "INVALID_OPTION", /where/],
      [{ where: { sharpe: { above: 1 } as never } }, "INVALID_OPTION", /where\.sharpe/],
      [{ where: (async () => true) as never }, "INVALID_OPTION", /returns true or false/],
      [{ where: (() => "yes") as never }, "INVALID_OPTION", /returns true or false, was "yes"/],
      [{ orderBy: (async () => 1) as never }, "INVALID_OPTION", /a function that returns a number, a text or null/],
      [{ orderBy: (() => ({ sharpe: 1 })) as never }, "INVALID_OPTION", /returns a number.*was an object/],
      [{ orderBy: (() => 5n) as never }, "INVALID_OPTION", /returns a number.*was 5n for session "plain"/],
      [
        { where: "name == plain" },
        "UNKNOWN_COLUMN",
        /^Unknown column "plain" of lab\.sessions; a text is .*: 'plain'\. Known/,
      ],
      [
        { where: (({ sharp }: Loose) => sharp > 0) as never },
        "UNKNOWN_COLUMN",
        /given as where\. Did you mean "sharpe"\?/,
      ],
      [
        { where: ({ params }) => params.fsat === 5 },
        "UNKNOWN_COLUMN",
        /^Unknown name "params\.fsat" in the function given as where\. Did you mean "params\.fast"\?/,
      ],
      [
        { orderBy: (({ fast }: Loose) => fast) as never },
        "UNKNOWN_COLUMN",
        /given as orderBy\. Did you mean "params\.fast"\?/,
      ],
      [{ where: ({ options }) => options.sed === 5 }, "UNKNOWN_COLUMN", /Did you mean "options\.seed"\?/],
      [{ order: "name" } as never, "UNKNOWN_OPTION", /orderBy/],
    ];
    for (const [options, code, message] of refused)
      it(`refuses ${JSON.stringify(options)}`, () =>
        assert.rejects(opened.sessions(options), { name: "PaperLabError", code, message }));

    it("says the same by a formula, by values and by a function, and ranks alike", async () => {
      const byFormula = tableOf(await opened.sessions({ where: "params.fast == 5", orderBy: "-slippage - sharpe" }));
      const byValues = await opened.sessions({
        where: { "params.fast": 5 },
        orderBy: ({ slippage, sharpe }) => -Number(slippage) - Number(sharpe),
      });
      const byFunction = await opened.sessions({ where: ({ params }) => params.fast === 5, orderBy: "-sharpe" });
      assert.deepEqual(tableOf(byValues), byFormula);
      assert.deepEqual(await names({ where: { "params.fast": "5" } }), ["plain", "slow"]);
      assert.deepEqual(tableOf(byFunction), byFormula);
    });

    it("puts what is undefined last, in both directions", async () => {
      for (const orderBy of ["sharpe", "-sharpe", "-(sharpe + maxDrawdown)", "log(sharpe + 100)"]) {
        const ranked = await names({ orderBy });
        assert.equal([...ranked].at(-1), "10", orderBy);
      }
      assert.deepEqual(await names({ orderBy: "params.fast", limit: 3 }), ["plain", "slow", "10"]);
      assert.deepEqual((await names({ orderBy: "-params.fast" })).slice(0, 3), ["10", "plain", "slow"]);
      const byNull = await names({ orderBy: ({ endReason }) => endReason });
      assert.deepEqual(byNull.slice(-2), ["10", 'it\'s "failed"']);
    });

    it("shows the params and options that differ, and no others", async () => {
      const { columns, rows } = tableOf(await opened.sessions());
      const parts = columns.filter((name) => /^(params|options)\./.test(name));
      assert.deepEqual(parts, [
        ...["params.fast", "params.slow", "params.every", "params.note"],
        ...["options.commission", "options.seed"],
      ]);
      const at = (name: string) => rows.map((row) => row[columns.indexOf(name)]);
      assert.deepEqual(at("params.slow"), [20, 30, null, 20, null]);
      assert.deepEqual(at("options.commission"), [null, "commissionBps(2)", null, null, null]);
      const few = await opened.sessions({ where: 'name == "plain" or name == "slow"' });
      assert.deepEqual(
        few.columns.filter((name) => /^(params|options)\./.test(name)),
        ["params.slow", "options.commission"],
      );
    });

    it("sorts by a column, with parentheses around it or a param with a hyphen", async () => {
      const labs = await lab(at());
      const dashed = defineStrategy({ name: "dashed", params: { "look-back": 3 }, onBar() {} });
      for (const back of [5, 9, 7])
        await labs.run(year, dashed, { ...apple, name: `run-${back}`, params: { "look-back": back } });
      const down = ["run-9", "run-7", "run-5"];
      const compared = await labs.compare(["run-5", "run-9", "run-7"], { draws: 0 });
      for (const orderBy of ["-name", "-(name)", "- name", '-params["look-back"]', '-(params["look-back"])']) {
        assert.deepEqual((await labs.sessions({ orderBy })).column("name").values, down, orderBy);
        assert.deepEqual(compared.sessions({ orderBy }).column("name").values, down, orderBy);
      }
      const meant = { code: "UNKNOWN_COLUMN", message: /Did you mean params\["look-back"\]\?$/ };
      for (const options of [{ orderBy: "-params.look-back" }, { where: "params.look-back > 5" }])
        await assert.rejects(labs.sessions(options), meant);
    });

    it("tells sessions apart that differ by their benchmark, or by the dates of their feed alone", async () => {
      const labs = await lab(at());
      for (const benchmark of [undefined, "SPX", "AAPL"] as const)
        await labs.run(year, crossover, { ...apple, name: String(benchmark), benchmark });
      const telling = async (where?: string) => {
        const { columns, rows } = tableOf(await labs.sessions({ where }));
        const made = columns.filter((name) => /^(feed.*|benchmark)$/.test(name));
        return [made, ...rows.map((row) => made.map((name) => row[columns.indexOf(name)]))];
      };
      assert.deepEqual(await telling(), [["benchmark"], [null], ["SPX"], ["AAPL"]]);
      const later = sample("us-daily", { from: "2013-06-13", to: "2014-05-30" });
      await labs.run(later, crossover, { ...apple, name: "later", benchmark: "SPX" });
      const same = 'benchmark == "SPX"';
      const [from, shorter] = [year, later].map(({ source }) => new Date(Number(source.first)).toISOString());
      assert.deepEqual(await telling(same), [["feedFrom"], [from], [shorter]]);
      const found = async (where: SessionListOptions["where"]) =>
        (await labs.sessions({ where })).column("name").values;
      assert.deepEqual(await found('feedFrom > "2013-06-01"'), ["later"]);
      assert.deepEqual(await found('feedTo > "2014-05-01" and benchmark != "SPX"'), ["AAPL"]);
      assert.deepEqual(await found({ benchmark: null }), ["undefined"]);
      assert.deepEqual(await found(({ benchmark }) => benchmark === "AAPL"), ["AAPL"]);
      const wide = await labs
        .query("SELECT benchmark, feed_from FROM sessions_wide ORDER BY session_id")
        .catch(() => null);
      if (wide !== null) assert.deepEqual(wide.values[3], ["SPX", Date.parse(shorter)]);
      const compared = await labs.compare(["undefined", "SPX", "AAPL"], { draws: 0 });
      assert.deepEqual(compared.sessions().column("benchmark").values, [null, "SPX (price only)", "AAPL (price only)"]);
      assert.ok(!(await labs.compare(["later", "SPX"], { draws: 0 })).sessions().columns.includes("benchmark"));
    });

    it("shows the columns that were asked for, in their order", async () => {
      const columns = ["params.fast", "name", "sharpe", "options.commission", "feed"];
      const list = await opened.sessions({ columns, where: "params.slow > 0", orderBy: "-params.slow", limit: 2 });
      const { sharpe } = (await opened.session("slow")).metrics();
      assert.deepEqual(list.columns, columns);
      assert.equal(list.values.length, 2);
      assert.deepEqual((list.values as unknown[][])[0], [5, "slow", sharpe, "commissionBps(2)", "us-daily"]);
      // One that was asked for twice is there once.
      const twice = await opened.sessions({ columns: ["sharpe", "name", "sharpe"] });
      assert.deepEqual(twice.columns, ["sharpe", "name"]);
      const compared = await opened.compare(["plain", "slow"], { draws: 0 });
      assert.deepEqual(compared.sessions({ columns: ["sharpe", "name", "sharpe"] }).columns, ["sharpe", "name"]);
    });

    it("gives a function what the list shows, which it cannot change for others", async () => {
      const whole = tableOf(await opened.sessions());
      const seen: unknown[][] = [];
      await opened.sessions({
        where: (session) => {
          seen.push(whole.columns.map((name) => shownIn(session as never, name)));
          return false;
        },
      });
      assert.deepEqual(seen, whole.rows);
      assert.deepEqual(tableOf(await opened.sessions()), whole);
    });
  });
}

function shownIn(session: Readonly<Record<string, unknown>>, name: string): unknown {
  const [part, key] = name.split(".");
  const value = key === undefined ? session[name] : (session[part] as Readonly<Record<string, unknown>>)[key];
  return Array.isArray(value) ? value.join(", ") : (value ?? null);
}

describe("a name in a listed row", () => {
  it("reads own fields only", () => {
    const row = { params: { fast: 1 }, options: {}, metricNames: ["sharpe"], metricValues: Float64Array.of(2) };
    const names = ["params.fast", "params.toString", "toString", "options.__proto__", "sharpe", "calmar"];
    assert.deepEqual(
      names.map((name) => valueIn(row as never, name)),
      [1, null, null, null, 2, null],
    );
  });
});
