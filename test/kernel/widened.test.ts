import assert from "node:assert/strict";
import type { KernelClient } from "../support/kernel-client";
import { sharedKernel } from "../support/shared-kernel";

describe("options from lists and variables", () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await sharedKernel("that import paperlab");
    const { traceback } = await kernel.execute(`
      import { openLab, sample, defineStrategy, maxLeverage, strategies } from "paperlab";
      const { smaCross, emaCross, rsiReversion } = strategies;
      const lab = await openLab(":memory:");
      const feed = sample("us-daily", { from: "2018-01-03", to: "2018-03-29" });
      const half = defineStrategy({ name: "half", targetWeights: () => ({ AAPL: 0.5 }) });
      const settings = { ifExists: "replace", fill: { price: "close" }, dayCount: 360, symbols: ["AAPL"] };
      let word = "weekly";
      let slip = "wekly";`);
    assert.equal(traceback, "");
  });

  const works: [what: string, code: string][] = [
    ["words of a list", 'for (const rebalance of ["weekly", "monthly"]) await lab.run(feed, half, { rebalance });'],
    ["a variable of an earlier cell", "await lab.run(feed, half, { rebalance: word });"],
    ["options of an earlier cell", "await lab.run(feed, half, settings);"],
    ["options that are spread", "await lab.run(feed, half, { ...settings, rebalance: word });"],
    [
      "options of several kinds",
      `for (const options of [{ rebalance: "weekly" }, { leverage: 2, fill: { touch: "through" } }, { risk: [maxLeverage(1)] }])
        await lab.run(feed, half, options);`,
    ],
    [
      "a word or an object",
      'for (const rebalance of ["weekly", { every: "month", on: "last" }]) await lab.run(feed, half, { rebalance });',
    ],
    [
      "words and numbers",
      'for (const [rebalance, leverage] of [["weekly", 1], ["monthly", 2]]) await lab.run(feed, half, { rebalance, leverage });',
    ],
    [
      "strategies with params of their own",
      `for (const [strategy, params] of [[smaCross, { fast: 5 }], [rsiReversion, { period: 7 }]])
        await lab.run(feed, strategy, { params, name: strategy.name });`,
    ],
    [
      "strategies with params of the same names, in a variable",
      `const plans = [[smaCross, { fast: 5 }], [emaCross, { fast: 7 }]];
      for (const [strategy, params] of plans) await lab.createSession(feed, strategy, { params });`,
    ],
    [
      "strategies with options of their own",
      `for (const [strategy, options] of [[smaCross, { params: { fast: 5 } }], [rsiReversion, { leverage: 2 }]])
        await lab.run(feed, strategy, options);`,
    ],
    ["words that are mapped", 'await Promise.all(["weekly"].map((rebalance) => lab.run(feed, half, { rebalance })));'],
    [
      "members of strategies",
      'const made = ["weekly"].map((rebalance) => defineStrategy({ name: "a", rebalance, targetWeights: () => ({}) }));',
    ],
    [
      "orders",
      `const sides = defineStrategy({ name: "sides", onBar({ bar, order, buy }) {
        for (const side of ["buy", "sell"]) order({ symbol: bar.symbol, side, quantity: 1 });
        for (const type of ["market", "limit"]) buy(bar.symbol, 1, { type, limitPrice: 1 });
      } });`,
    ],
  ];
  for (const [what, code] of works)
    it(`may be ${what}`, async () => {
      const { traceback, status } = await kernel.execute(code);
      assert.equal(traceback, "");
      assert.equal(status, "ok");
    });

  // Each begins with what an earlier cell declares.
  const ofEarlier: [what: string, earlier: string, code: string][] = [
    [
      "pairs for a function of the user's own",
      'const symbols = [["KO", "PEP"]]; const ofPair = ({ symbols: [a, b] }: { symbols: [string, string] }) => a + b;',
      "for (const pair of symbols) ofPair({ symbols: pair });",
    ],
    [
      "names with schedules",
      'const rules = [["w", "weekly"], ["m", { every: "month", on: "last" }]];',
      "for (const [name, rebalance] of rules) await lab.run(feed, half, { name, rebalance });",
    ],
    [
      "strategies with params of their own",
      "const cases = [[smaCross, { fast: 5 }], [rsiReversion, { period: 7 }]];",
      "for (const [strategy, params] of cases) await lab.run(feed, strategy, { params, name: strategy.name });",
    ],
    [
      "words for a function of the user's own",
      'const words = [["a", "buy"]]; const takes = (side: "buy" | "sell") => side;',
      "for (const [, side] of words) takes(side);",
    ],
    [
      "pairs that a function returns",
      'const grid = [1, 2].flatMap((leverage) => ["weekly", "monthly"].map((rebalance) => [leverage, rebalance]));',
      "for (const [leverage, rebalance] of grid) await lab.run(feed, half, { leverage, rebalance });",
    ],
  ];
  for (const [what, earlier, code] of ofEarlier)
    it(`may be lists of an earlier cell: ${what}`, async () => {
      for (const cell of [earlier, code, code]) assert.equal((await kernel.execute(cell)).traceback, "");
    });

  it("lists of an earlier cell stay lists that can be changed, and are forgotten when their name is another's", async () => {
    const works = [
      'const changed = [["KO", 1]]; const of = (symbol: string, size: number) => symbol.length + size;',
      "for (const [symbol, size] of changed) of(symbol, size);",
      'changed.push(["PEP"]); changed[0].pop();',
      'const changed = [{ a: "KO" }];',
    ];
    for (const cell of works) assert.equal((await kernel.execute(cell)).traceback, "");
    assert.match((await kernel.execute("for (const [symbol] of changed) of(symbol, 1);")).traceback, /TS2488/);
    assert.match((await kernel.execute("changed[0].b")).traceback, /^TypeScriptError \[TS2339\]/);
  });

  const refused: [what: string, code: string, reason: RegExp][] = [
    [
      "a word in a variable that is none",
      "await lab.run(feed, half, { rebalance: slip })",
      /^PaperLabError \[INVALID_OPTION\]: Expected rebalance to be .*was "wekly". Did you mean "weekly"\?/,
    ],
    ["a word typed in the call", 'await lab.run(feed, half, { rebalance: "wekly" })', /Did you mean '"weekly"'\?/],
    ["a constant word", 'const constant = "wekly"; await lab.run(feed, half, { rebalance: constant })', /"weekly"/],
    ["a misspelled option", "await lab.run(feed, half, { rebalnce: word })", /^TypeScriptError [\s\S]*'rebalance'\?/],
    [
      "a wrong option beside a word",
      'await lab.run(feed, half, { rebalance: word, leverage: "2" })',
      /^TypeScriptError [\s\S]*'string' is not assignable to type 'number'/,
    ],
    ["params typed in the call", 'await lab.run(feed, smaCross, { params: { fast: "5" } })', /^TypeScriptError/],
    [
      "params of one of several, typed in the call",
      "for (const one of [smaCross, rsiReversion]) await lab.run(feed, one, { params: { fast: 5 } })",
      /^TypeScriptError/,
    ],
    ["what is no strategy", "await lab.run(feed, 5, { rebalance: word })", /^TypeScriptError/],
    [
      "a word for a function of the cell's own",
      'const own = (side: "buy" | "sell") => side; own(word)',
      /^TypeScriptError \[TS2345\]/,
    ],
    [
      "a list of lists that is none of pairs",
      "const rows = [[1, 2], [3, 4]]; rows.push([5, 6]); rows[0].lenght",
      /^TypeScriptError \[TS2551\][\s\S]*> 1 \| const rows = \[\[1, 2\], \[3, 4\]\]; rows\.push\(\[5, 6\]\); rows\[0\]\.lenght\n/,
    ],
  ];
  for (const [what, code, reason] of refused)
    it(`refuses ${what}`, async () => assert.match((await kernel.execute(code)).traceback, reason));
});
