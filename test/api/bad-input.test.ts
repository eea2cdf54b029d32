import assert from "node:assert/strict";
import { type Lab, replay, type SessionOptions, strategies } from "../../src/index";
import { apple, lab, leaveNothing, newFile, year } from "./labs";
import { refused } from "./refused";
import { crossover } from "./strategies";

/** Options as a cell that the compiler did not check may have them. */
const loose = (options: object) => options as SessionOptions<{ fast: number; slow: number }>;

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
    [{ name: "" }, 'Expected name to be text that is not empty, was ""'],
    [{ name: "  " }, 'Expected name to be text that is not empty, was "  "'],
    [{ name: "x".repeat(201) }, "Expected name to be of at most 200 characters, was 201"],
    [{ name: 7 }, "Expected name to be text that is not empty, was 7"],
    [{ name: null }, "Expected name to be text that is not empty, was null"],
    [{ ifExists: "reus" }, 'Expected ifExists to be one of "reuse", "replace", "error", "new", was "reus"'],
    [{ params: 5 }, "Expected params to be an object, was 5"],
    [{ params: null }, "Expected params to be an object, was null"],
    [{ params: [1] }, "Expected params to be an object, was an array of 1"],
    [
      { params: new Date(0) },
      "Expected params to be an object, was Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal ...",
    ],
    [{ params: new Map() }, "Expected params to be an object, was a Map of 0"],
    [{ commission: 5 }, "Expected commission to be a model such as commissionBps(1), or a function, was 5"],
    [{ commission: null }, "Expected commission to be a model such as commissionBps(1), or a function, was null"],
    [{ commission: {} }, "Expected commission to be a model such as commissionBps(1), or a function, was an object"],
    [{ slippage: "1bp" }, 'Expected slippage to be a model such as slippageBps(1), or a function, was "1bp"'],
    [{ latency: 3 }, "Expected latency to be a model such as latencyBars(1), was 3"],
    [{ fill: "through" }, 'Expected fill to be an object such as { touch: "through" }, was "through"'],
    [{ fill: [] }, 'Expected fill to be an object such as { touch: "through" }, was an array of 0'],
    [{ fill: new Date(0) }, /Expected fill to be an object such as .*, was Thu Jan 01 1970/.source],
    [{ fill: { touch: "beyond" } }, 'Expected fill.touch to be one of "touch", "through", was "beyond"'],
    [{ fill: { price: "low" } }, 'Expected fill.price to be one of "open", "close", was "low"'],
    [{ volumeLimit: 0 }, "Expected volumeLimit to be a number above 0, at most 1, was 0"],
    [{ volumeLimit: 1.1 }, "Expected volumeLimit to be a number above 0, at most 1, was 1.1"],
    [{ shorting: "yes" }, 'Expected shorting to be true or false, was "yes"'],
    [{ shorting: 1 }, "Expected shorting to be true or false, was 1"],
    [{ leverage: 0.5 }, "Expected leverage to be a number from 1 to 1000, was 0.5"],
    [{ leverage: "2x" }, 'Expected leverage to be a number from 1 to 1000, was "2x"'],
    [
      { maintenanceMargin: 25 },
      "Expected maintenanceMargin to be a fraction of the market value, from 0 to below 1, such as 0.25, was 25",
    ],
    [
      { maintenanceMargin: { long: 0.2, short: 1 } },
      "Expected maintenanceMargin.short to be a fraction of the market value, from 0 to below 1, such as 0.25, was 1",
    ],
    [
      { borrowRate: 12 },
      "Expected borrowRate to be a yearly fraction from 0 to 10, such as 0.03 for 3 %, one by symbol, or a function of the time and symbol, was 12",
    ],
    [
      { borrowRate: { AAPL: "3 %" } },
      'Expected borrowRate.AAPL to be a yearly fraction from 0 to 10, such as 0.03 for 3 %, was "3 %"',
    ],
    [{ cashRate: 4 }, "Expected cashRate to be a yearly fraction above -1, at most 1, such as 0.04 for 4 %, was 4"],
    [
      { marginRate: null },
      "Expected marginRate to be a yearly fraction above -1, at most 1, such as 0.04 for 4 %, was null",
    ],
    [{ dayCount: 252 }, "Expected dayCount to be 365 or 360, was 252"],
    [{ lotSize: 0 }, "Expected lotSize to be a positive number, was 0"],
    [{ lotSize: { AAPL: -1 } }, "Expected lotSize of AAPL to be a positive number, was -1"],
    [{ lotSize: [] }, "Expected lotSize to be a positive number, or one by symbol, was an array of 0"],
    [{ tickSize: new Date(0) }, /Expected tickSize to be a positive number, or one .*, was Thu Jan/.source],
    [{ borrowRate: new Date(0) }, /Expected borrowRate to be a yearly fraction .*, was Thu Jan 01 1970/.source],
    [{ maintenanceMargin: [] }, /Expected maintenanceMargin to be a fraction .*, was an array of 0/.source],
    [{ pace: new Date(0) }, /Expected pace to be "max", .*, was Thu Jan 01 1970/.source],
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
    [{ tags: ["x", " "] }, 'Expected tags[1] to be a string that is not empty, was " "'],
    [{ tags: ["x", 1] }, "Expected tags[1] to be a string, was 1"],
    [{ tags: Array(1) }, "Expected tags[0] to be a string, was undefined"],
    [{ benchmark: 5 }, /Expected benchmark to be a symbol.*, was 5/.source],
    [{ benchmark: null }, /Expected benchmark to be a symbol.*, was null/.source],
    [
      { benchmark: { dates: ["1999-01-04"], returns: [0.1] } },
      /Expected benchmark "benchmark" to share days with feed "us-daily", which goes .*, but it goes from 1999-01-0[13] to 1999-01-04/
        .source,
    ],
    [
      { benchmark: replay([{ time: "1999-01-04", symbol: "OLD", open: 1, high: 1, low: 1, close: 1 }]) },
      /Expected benchmark "OLD" to share days with feed .*, but it goes from 1999-01-04 to 1999-01-04/.source,
    ],
    [
      { benchmark: { dates: ["2042-01-06", "2042-01-07"], equity: [1, 2] } },
      /Expected benchmark "benchmark" to share days with feed .*, but it goes from 2042-01-06 to 2042-01-07/.source,
    ],
    [{ benchmark: {} }, /Expected benchmark to be a symbol.*, was an object/.source],
    [
      { benchmark: year },
      'Expected benchmark to be a feed of one symbol, or one of its symbols as { feed, symbol: "SPX" }, was one of AAPL, SPX',
    ],
    [{ benchmark: [0.1, 0.2] }, /Expected benchmark to be a symbol.*, was an array of 2/.source],
    [{ benchmark: { feed: 5 } }, "Expected benchmark.feed to be a feed, was 5"],
    [
      { benchmark: { feed: year } },
      "Expected benchmark.symbol to be a symbol of its feed, which has AAPL, SPX, was undefined",
    ],
    [{ benchmark: { SPX: "0.5" } }, /Expected benchmark to be a symbol.*, was \{ SPX \}/.source],
    [
      { benchmark: { dates: ["2013-05-13"] } },
      "Expected benchmark to be { dates, returns } or { dates, equity }, was { dates }",
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
    [
      { benchmark: { dates: ["2013-05-13"], equity: [1], returns: [0] } },
      "Expected benchmark to be { dates, returns } or { dates, equity }, was { dates, equity, returns }",
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
    const cure = "declare it as params: { period: ... }, or leave it out";
    const none = `Strategy "buy-and-hold" has no params, but was given "period": ${cure}`;
    const options = loose({ params: { period: 5 } }) as SessionOptions<never>;
    const given = opened.createSession(year, strategies.buyAndHold, options);
    await refused(given, "UNKNOWN_OPTION", none);
  });

  it("name unknown symbols with the near match", async () => {
    const message = 'Unknown symbol "APPL" in feed "us-daily". Did you mean "AAPL"?';
    await refused(opened.createSession(year, crossover, { symbols: ["APPL"] }), "UNKNOWN_SYMBOL", message);
    const ofBenchmark = 'Unknown symbol "APPL" in feed "us-daily", for the benchmark. Did you mean "AAPL"?';
    await refused(opened.createSession(year, crossover, { benchmark: "APPL" }), "UNKNOWN_SYMBOL", ofBenchmark);
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
      [new Map(), "a Map of 0"],
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
        feed === crossover
          ? /Expected feed to be a feed, such as replay\("my\.csv"\), before the strategy, was an object$/
          : /Expected feed to be a feed, such as replay\("my\.csv"\), was /,
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
