import assert from "node:assert/strict";
import { defineStrategy, type ErrorCode } from "../../src/index";
import { lab, leaveNothing, newFile, year } from "./labs";
import { refused } from "./refused";
import { crossover } from "./strategies";

describe("a lab", () => {
  afterEach(leaveNothing);

  for (const at of [() => ":memory:", newFile]) {
    it(`names an unknown session with the near match (${at === newFile ? "a file" : "memory"})`, async () => {
      const opened = await lab(at());
      await refused(opened.session("baselin"), "UNKNOWN_SESSION", 'Unknown session "baselin". The lab has none');
      await opened.createSession(year, crossover, { name: "baseline" });
      const message = 'Unknown session "baselin". Did you mean "baseline"?';
      for (const work of [
        opened.session("baselin"),
        opened.deleteSession("baselin"),
        opened.compare(["baseline", "baselin"]),
      ]) {
        await refused(work, "UNKNOWN_SESSION", message);
      }
      await refused(opened.session("wombat"), "UNKNOWN_SESSION", 'Unknown session "wombat". It has baseline');
      await refused(opened.session(7), "UNKNOWN_SESSION", "Unknown session 7. It has baseline");
    });

    it(`refuses what is no session (${at === newFile ? "a file" : "memory"})`, async () => {
      const opened = await lab(at());
      for (const one of [undefined, null, {}, Number.NaN, 1.5]) {
        await refused(
          opened.session(one as never),
          "INVALID_OPTION",
          /Expected session to be the name or number of a session, was /,
        );
      }
      await opened.createSession(year, crossover, { name: "a" });
      await refused(opened.session("a", null as never), "INVALID_OPTION", "Expected options to be an object, was null");
      await refused(
        opened.session("a", { strateg: crossover } as never),
        "UNKNOWN_OPTION",
        'Unknown option "strateg" of lab.session. Did you mean "strategy"?',
      );
      await refused(opened.session("a", { feed: "my.csv" } as never), "INVALID_OPTION", /Expected feed to be a feed/);
      await refused(
        opened.compare("a" as never),
        "INVALID_OPTION",
        'Expected sessions to be an array of sessions or names, was "a"',
      );
      await refused(opened.compare(["a"]), "INVALID_OPTION", "Expected two or more sessions to compare, was 1");
    });

    it(`does nothing once it is closed (${at === newFile ? "a file" : "memory"})`, async () => {
      const path = at();
      const opened = await lab(path);
      const session = await opened.createSession(year, crossover, { name: "a" });
      await session.step(5);
      await opened.close();
      await opened.close();
      const message = `Lab ${path} is closed. Open it again with openLab`;
      const calls = [
        opened.createSession(year, crossover),
        opened.run(year, crossover),
        opened.session("a"),
        opened.sessions(),
        opened.compare([session, session]),
        opened.query("SELECT 1"),
        opened.deleteSession("a"),
        session.run(),
        session.step(),
        session.resume(),
        session.stop(),
      ];
      for (const call of calls) await refused(call, "LAB_CLOSED", message);
      assert.deepEqual([session.state, session.steps, session.equityRows().length], ["PAUSED", 5, 6]);
    });
  }

  it("has a path", async () => {
    const { openLab } = await import("../../src/index");
    await refused(openLab(""), "INVALID_OPTION", 'Expected path to be a file path or ":memory:", was ""');
    await refused(openLab(5 as never), "INVALID_OPTION", 'Expected path to be a file path or ":memory:", was 5');
  });

  it("refuses lists that are asked for in an odd way", async () => {
    const opened = await lab();
    await opened.createSession(year, crossover, { name: "a" });
    const wrong: [object | null, ErrorCode, string | RegExp][] = [
      [null, "INVALID_OPTION", "Expected options to be an object, was null"],
      [{ wher: {} }, "UNKNOWN_OPTION", 'Unknown option "wher" of lab.sessions. Did you mean "where"?'],
      [{ where: { nam: "a" } }, "UNKNOWN_COLUMN", 'Unknown column "nam" of lab.sessions. Did you mean "name"?'],
      ...[[], new Map([["name", "a"]]), Promise.resolve("true")].map((where): (typeof wrong)[number] => [
        { where },
        "INVALID_OPTION",
        /Expected where to be a formula, an object of values, or a function, was /,
      ]),
      ...[undefined, Number.NaN, 1n, ["a"]].map((value): (typeof wrong)[number] => [
        { where: { name: value } },
        "INVALID_OPTION",
        /Expected where\.name to be the value it must have, as "params.fast": 10, was /,
      ]),
      [{ where: 5 }, "INVALID_OPTION", "Expected where to be a formula, an object of values, or a function, was 5"],
      [{ orderBy: "-sharp" }, "UNKNOWN_COLUMN", 'Unknown column "sharp" of lab.sessions. Did you mean "sharpe"?'],
      [{ orderBy: 5 }, "INVALID_OPTION", "Expected orderBy to be a column, a formula, or a function, was 5"],
      [{ limit: -1 }, "INVALID_OPTION", "Expected limit to be a whole number of at least 0, was -1"],
      [{ limit: "5" }, "INVALID_OPTION", 'Expected limit to be a whole number of at least 0, was "5"'],
      [{ limit: 1.5 }, "INVALID_OPTION", "Expected limit to be a whole number of at least 0, was 1.5"],
    ];
    for (const [options, code, message] of wrong) await refused(opened.sessions(options as never), code, message);
  });
});

describe("a session", () => {
  afterEach(leaveNothing);

  it("refuses what it cannot show or do", async () => {
    const session = await (await lab()).run(year, crossover, { name: "a", symbols: ["AAPL", "SPX"] });
    const calls: [() => unknown, ErrorCode, string][] = [
      [
        () => session.returns("days" as never),
        "INVALID_OPTION",
        'Expected period to be one of "bar", "day", "week", "month", "year", was "days"',
      ],
      [
        () => session.on("bars" as never, () => {}),
        "INVALID_OPTION",
        'Expected event to be one of "bar", "order", "fill", "trade", "snapshot", "state", "feed", was "bars"',
      ],
      [() => session.on("bar", 5 as never), "INVALID_OPTION", 'Expected listener of "bar" to be a function, was 5'],
      [() => session.plotPrice("APPL"), "UNKNOWN_SYMBOL", 'Unknown symbol "APPL" in session "a". Did you mean "AAPL"?'],
      [() => session.plotPrice(), "INVALID_OPTION", "Expected symbol to be one of AAPL, SPX, was undefined"],
    ];
    for (const [call, code, message] of calls) await refused((async () => call())(), code, message);
    await refused(session.run(5 as never), "INVALID_OPTION", "Expected options to be an object, was 5");
    await refused(
      session.run({ signl: 1 } as never),
      "UNKNOWN_OPTION",
      'Unknown option "signl" of run. Did you mean "signal"?',
    );
    await refused(session.run({ signal: 5 } as never), "INVALID_OPTION", "Expected signal to be an AbortSignal, was 5");
    await refused(session.report(""), "INVALID_OPTION", 'Expected path to be a file path, was ""');
    await refused(
      session.report("/no/such/folder/a.html"),
      "REPORT_FAILED",
      /Expected \/no\/such\/folder\/a\.html to be a file that can be written: /,
    );
  });

  it("records nothing but numbers by name", async () => {
    const wrong: [unknown, RegExp][] = [
      [null, /: Expected values of record to be numbers by name, was null$/],
      [{ a: "1" }, /: Expected record "a" to be a number, was "1"$/],
      [{ time: 1 }, /: Expected record "time" to have another name: records\(\) already has a column of that name$/],
    ];
    for (const [values, message] of wrong) {
      const strategy = defineStrategy({ name: "records", onBar: ({ record }) => record(values as never) });
      await refused((await lab()).run(year, strategy), "STRATEGY_FAILED", message);
    }
  });
});
