import assert from "node:assert/strict";
import {
  defineStrategy,
  type ErrorCode,
  errorCodes,
  type Lab,
  PaperLabError,
  replay,
  type SessionOptions,
} from "../../src/index";
import { apple, lab, leaveNothing, newFile, year } from "./labs";
import { crossover } from "./strategies";

/** Options as a cell that the compiler did not check may have them. */
const loose = (options: object) => options as SessionOptions<{ fast: number; slow: number }>;

async function refused(work: Promise<unknown>, code: ErrorCode, message: string | RegExp): Promise<void> {
  const error = await work.then(
    () => assert.fail(`Expected ${code}, was no error`),
    (thrown) => thrown,
  );
  assert.ok(error instanceof PaperLabError, `Expected a PaperLabError, was ${error}`);
  assert.ok(error.code in errorCodes);
  if (typeof message === "string") assert.deepEqual([error.code, error.message], [code, message]);
  else assert.match(`${error.code} ${error.message}`, new RegExp(`^${code} .*${message.source}`));
}

describe("options of a session", () => {
  let opened: Lab;
  before(async () => {
    opened = await lab(newFile());
  });
  after(leaveNothing);

  const wrong: [options: object, message: string][] = [
    [{ initialCapital: -100 }, "Expected initialCapital to be a positive number, was -100"],
    [{ initialCapital: 0 }, "Expected initialCapital to be a positive number, was 0"],
    [{ initialCapital: Number.NaN }, "Expected initialCapital to be a positive number, was NaN"],
    [{ initialCapital: Infinity }, "Expected initialCapital to be a positive number, was Infinity"],
    [{ initialCapital: "1000" }, 'Expected initialCapital to be a positive number, was "1000"'],
    [{ initialCapital: null }, "Expected initialCapital to be a positive number, was null"],
    [{ symbols: [] }, "Expected symbols to be a list of at least one symbol, was an array of 0"],
    [{ symbols: "AAPL" }, 'Expected symbols to be a list of at least one symbol, was "AAPL"'],
    [{ symbols: ["AAPL", 5] }, "Expected symbols[1] to be a symbol, was 5"],
    [{ symbols: ["AAPL", "AAPL"] }, 'Expected symbols to name each symbol once, was "AAPL" twice'],
    [{ name: "" }, 'Expected name to be text, was ""'],
    [{ name: "  " }, 'Expected name to be text, was "  "'],
    [{ name: "x".repeat(201) }, "Expected name to be of at most 200 characters, was 201"],
    [{ name: 7 }, "Expected name to be text, was 7"],
    [{ name: null }, "Expected name to be text, was null"],
    [{ ifExists: "reus" }, 'Expected ifExists to be one of "reuse", "replace", "error", "new", was "reus"'],
    [{ params: 5 }, "Expected params to be an object, was 5"],
    [{ params: null }, "Expected params to be an object, was null"],
    [{ params: [1] }, "Expected params to be an object, was an array of 1"],
    [{ commission: 5 }, "Expected commission to be a model such as commissionBps(1), was 5"],
    [{ commission: null }, "Expected commission to be a model such as commissionBps(1), was null"],
    [{ commission: {} }, "Expected commission to be a model such as commissionBps(1), was an object"],
    [{ slippage: "1bp" }, 'Expected slippage to be a model such as slippageBps(1), was "1bp"'],
    [{ latency: 3 }, "Expected latency to be a model such as latencyBars(1), was 3"],
    [{ fill: "through" }, 'Expected fill to be an object such as { touch: "through" }, was "through"'],
    [{ fill: { touch: "beyond" } }, 'Expected fill.touch to be one of "touch", "through", was "beyond"'],
    [{ fill: { price: "low" } }, 'Expected fill.price to be one of "open", "close", was "low"'],
    [{ volumeLimit: 0 }, "Expected volumeLimit to be a number above 0, at most 1, was 0"],
    [{ volumeLimit: 1.1 }, "Expected volumeLimit to be a number above 0, at most 1, was 1.1"],
    [{ shorting: "yes" }, 'Expected shorting to be true or false, was "yes"'],
    [{ shorting: 1 }, "Expected shorting to be true or false, was 1"],
    [{ lotSize: 0 }, "Expected lotSize to be a positive number, was 0"],
    [{ lotSize: { AAPL: -1 } }, "Expected lotSize to be a positive number, was -1"],
    [{ tickSize: -0.01 }, "Expected tickSize to be a positive number, was -0.01"],
    [{ onInsufficientCash: "wait" }, 'Expected onInsufficientCash to be one of "reduce", "reject", was "wait"'],
    [{ halts: [{ symbol: "AAPL", from: "soon", to: "2014-01-02" }] }, /halts\[0\]\.from to be .*, was "soon"/.source],
    [{ risk: {} }, "Expected risk to be an array of rules such as [maxPositionWeight(0.25)], was an object"],
    [{ snapshotEvery: "soon" }, /Expected snapshotEvery to be .*, was "soon"/.source],
    [{ snapshotEvery: 0 }, /Expected snapshotEvery to be .*, was 0/.source],
    [{ returnsEvery: "week" }, 'Expected returnsEvery to be one of "bar", "minute", "hour", "day", was "week"'],
    [{ periodsPerYear: 0 }, "Expected periodsPerYear to be a positive number, was 0"],
    [{ riskFree: -1 }, "Expected riskFree to be a fraction above -1, such as 0.02, was -1"],
    [{ riskFree: "2 %" }, 'Expected riskFree to be a fraction above -1, such as 0.02, was "2 %"'],
    [{ pace: "fast" }, 'Expected pace to be "max", { updatesPerSecond } or { speed }, was "fast"'],
    [{ pace: [] }, 'Expected pace to be "max", { updatesPerSecond } or { speed }, was an array of 0'],
    [{ pace: { speed: -1 } }, "Expected pace.speed to be a positive number, was -1"],
    [
      { pace: { speed: 1, updatesPerSecond: 1 } },
      'Expected pace to be either { updatesPerSecond } or { speed }, was "both"',
    ],
    [{ seed: Number.NaN }, "Expected seed to be text or a number, was NaN"],
    [{ seed: {} }, "Expected seed to be text or a number, was an object"],
    [{ closeAtEnd: "yes" }, 'Expected closeAtEnd to be true or false, was "yes"'],
    [{ historyBars: 0 }, "Expected historyBars to be a whole number of at least 1, was 0"],
    [{ historyBars: 1.5 }, "Expected historyBars to be a whole number of at least 1, was 1.5"],
    [{ notes: 5 }, "Expected notes to be text, was 5"],
    [{ tags: "x" }, 'Expected tags to be an array of strings, was "x"'],
    [{ tags: ["x", 1] }, "Expected tags to be an array of strings, was an array of 2"],
    [{ benchmark: 5 }, /Expected benchmark to be a symbol.*, was 5/.source],
    [{ benchmark: null }, /Expected benchmark to be a symbol.*, was null/.source],
    [
      { benchmark: { dates: ["1999-01-04"], returns: [0.1] } },
      /Expected benchmark "benchmark" to have days of the feed, but it has 1999-01-0[13] to 1999-01-04, feed "us-daily" \d.*/
        .source,
    ],
    [
      { benchmark: replay([{ time: "1999-01-04", symbol: "OLD", open: 1, high: 1, low: 1, close: 1 }]) },
      /Expected benchmark "OLD" to have days of the feed, but it has 1999-01-04 to 1999-01-04, feed .*/.source,
    ],
    [
      { benchmark: { dates: ["2042-01-06", "2042-01-07"], equity: [1, 2] } },
      /Expected benchmark "benchmark" to have days of the feed, but it has 2042-01-06 to 2042-01-07, feed .*/.source,
    ],
    [{ benchmark: {} }, /Expected benchmark to be a symbol.*, was an object/.source],
    [
      { benchmark: year },
      "Expected benchmark to be a feed of one symbol, such as a feed of SPX alone, was an array of 2",
    ],
    [
      { benchmark: { dates: ["2013-05-13"], returns: [] } },
      "Expected benchmark.returns to be as many numbers as there are dates (1), was an array of 0",
    ],
    [
      { benchmark: { dates: [], equity: [] } },
      "Expected benchmark.dates to be an array of dates, at least one, was an array of 0",
    ],
    [
      { benchmark: { dates: "2013-05-13", equity: [1] } },
      'Expected benchmark.dates to be an array of dates, at least one, was "2013-05-13"',
    ],
    [{ benchmark: { dates: ["2013-05-13"] } }, /Expected benchmark to be a symbol.*, was an object/.source],
    [
      { benchmark: { dates: ["2013-05-13"], equity: [1], returns: [0] } },
      /Expected benchmark to be a symbol.*, was an object/.source,
    ],
    [
      { benchmark: { dates: ["2013-02-30"], equity: [1] } },
      'Expected benchmark.dates[0] to be a date such as "2013-05-13", was "2013-02-30"',
    ],
    [
      { benchmark: { dates: ["2013-05-14", "2013-05-13"], equity: [1, 2] } },
      'Expected benchmark.dates[1] to be after 2013-05-14, was "2013-05-13"',
    ],
    [
      { benchmark: { dates: ["2013-05-13"], equity: [Number.NaN] } },
      "Expected benchmark.equity[0] to be a number above 0, was NaN",
    ],
    [
      { benchmark: { dates: ["2013-05-13"], equity: [0] } },
      "Expected benchmark.equity[0] to be a number above 0, was 0",
    ],
  ];

  for (const [options, message] of wrong) {
    it(`${message.replace(/\\/g, "")}`, async () => {
      const work = opened.createSession(year, crossover, loose({ ...apple, ...options }));
      await refused(work, "INVALID_OPTION", message.includes(".*") ? new RegExp(message) : message);
    });
  }

  it("cannot be anything but an object", async () => {
    for (const options of [null, 5, "a"]) {
      await refused(
        opened.createSession(year, crossover, options as never),
        "INVALID_OPTION",
        /Expected options to be an object, was/,
      );
    }
  });

  it("are named with the near match where they are misspelled", async () => {
    const near: [object, string][] = [
      [{ initialCaptal: 5 }, 'Unknown option "initialCaptal" of a session. Did you mean "initialCapital"?'],
      [{ Symbols: ["AAPL"] }, 'Unknown option "Symbols" of a session. Did you mean "symbols"?'],
      [{ fill: { touhc: "through" } }, 'Unknown option "touhc" of fill. Did you mean "touch"?'],
      [{ pace: { updatesPerSec: 5 } }, 'Unknown option "updatesPerSec" of pace. Did you mean "updatesPerSecond"?'],
      [
        { benchmark: { date: ["2013-05-13"], equity: [1] } },
        'Unknown option "date" of benchmark. Did you mean "dates"?',
      ],
    ];
    for (const [options, message] of near) {
      await refused(opened.createSession(year, crossover, loose(options)), "UNKNOWN_OPTION", message);
    }
    await refused(
      opened.createSession(year, crossover, loose({ wombat: 1 })),
      "UNKNOWN_OPTION",
      /Unknown option "wombat" of a session\. Known: name, ifExists, /,
    );
  });

  it("may not name params that the strategy does not have", async () => {
    const message = 'Unknown option "fats" of params of "crossover". Did you mean "fast"?';
    await refused(opened.createSession(year, crossover, loose({ params: { fats: 5 } })), "UNKNOWN_OPTION", message);
  });

  it("name unknown symbols with the near match", async () => {
    const message = 'Unknown symbol "APPL" in feed "us-daily". Did you mean "AAPL"?';
    await refused(opened.createSession(year, crossover, { symbols: ["APPL"] }), "UNKNOWN_SYMBOL", message);
    await refused(opened.createSession(year, crossover, { benchmark: "APPL" }), "UNKNOWN_SYMBOL", message);
    const lots = 'Unknown symbol "APPL" in lotSize. Did you mean "AAPL"?';
    await refused(opened.createSession(year, crossover, { lotSize: { APPL: 1 } }), "UNKNOWN_SYMBOL", lots);
    const halts = [{ symbol: "APPL", from: "2013-06-03", to: "2013-06-04" }];
    await refused(
      opened.createSession(year, crossover, { halts }),
      "UNKNOWN_SYMBOL",
      'Unknown symbol "APPL" in halts. Did you mean "AAPL"?',
    );
  });

  it("carry params as plain data only", async () => {
    const wanted = "plain data: strings, finite numbers, true, false, null, arrays and objects";
    const values: [unknown, string][] = [
      [() => 1, "a function"],
      [new Map(), "an object"],
      [Number.NaN, "NaN"],
      [Infinity, "Infinity"],
      [1n, "1n"],
    ];
    for (const [value, was] of values) {
      const work = opened.createSession(year, crossover, loose({ params: { fast: value } }));
      await refused(work, "INVALID_OPTION", `Expected params.fast to be ${wanted}, was ${was}`);
    }
    const nested = opened.createSession(year, crossover, loose({ params: { slow: [1, { deep: new Date(0) }] } }));
    await refused(nested, "INVALID_OPTION", /Expected params\.slow\[1\]\.deep to be plain data/);
  });

  it("have left nothing behind", async () => {
    assert.equal((await opened.sessions()).shape[0], 0);
  });
});

describe("what a session is made of", () => {
  afterEach(leaveNothing);

  it("is a feed and a strategy", async () => {
    const opened = await lab();
    for (const feed of [undefined, null, "my.csv", {}, [], crossover]) {
      await refused(
        opened.createSession(feed as never, crossover),
        "INVALID_OPTION",
        /Expected feed to be a feed, such as replay\("my\.csv"\), was /,
      );
    }
    const wrong: [unknown, string][] = [
      [undefined, "Expected strategy to be an object with a name and hooks, was undefined"],
      [() => {}, "Expected strategy to be an object with a name and hooks, was a function"],
      [{ onBar: () => {} }, "Expected name of a strategy to be text, was undefined"],
      [{ name: "a" }, 'Expected strategy "a" to have a hook, such as onBar, had none'],
      [{ name: "a", onbar: () => {} }, 'Unknown part "onbar" of a strategy. Did you mean "onBar"?'],
      [{ name: "a", onBar: 5 }, 'Expected onBar of "a" to be a function, was 5'],
      [{ name: "a", params: 5, onBar: () => {} }, 'Expected params of "a" to be an object, was 5'],
    ];
    for (const [strategy, message] of wrong) {
      await refused(opened.createSession(year, strategy as never), "INVALID_STRATEGY", message);
    }
  });

  it("has bars of each of its symbols", async () => {
    const early = year.slice("2013-05-13", "2013-05-14");
    const opened = await lab();
    const { sample } = await import("../../src/index");
    const before = sample("us-daily", { from: "2000-01-03", to: "2000-02-01" });
    const message = 'Expected feed "us-daily" to have bars of AAPL, but it has none';
    await refused(opened.createSession(before, crossover, apple), "EMPTY_DATA", message);
    assert.equal((await opened.run(early, crossover, apple)).steps, 2);
  });
});

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
      [{ where: 5 }, "INVALID_OPTION", "Expected where to be an object of values, or a function, was 5"],
      [{ orderBy: "-sharp" }, "UNKNOWN_COLUMN", 'Unknown column "sharp" of lab.sessions. Did you mean "sharpe"?'],
      [{ orderBy: 5 }, "INVALID_OPTION", "Expected orderBy to be the name of a column, was 5"],
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
