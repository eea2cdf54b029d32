import assert from "node:assert/strict";
import fc from "fast-check";
import type { Trade } from "../../../src/core/orders/trade";
import { attributionFigure } from "../../../src/output/figures/attribution";
import { exposureFigure } from "../../../src/output/figures/exposure";
import { heatMapFigure } from "../../../src/output/figures/heat-map";
import { monthsFigure } from "../../../src/output/figures/months";
import { profitByMonthFigure } from "../../../src/output/figures/profit-by-month";
import { returnsFigure } from "../../../src/output/figures/returns";
import { rollingFigure } from "../../../src/output/figures/rolling";
import { type ShownTrade, tradesFigure } from "../../../src/output/figures/trades";
import { waterfallFigure } from "../../../src/output/figures/waterfall";
import type { BarTrace, Figure, HeatmapTrace, ScatterTrace } from "../../../src/output/plotly/figure";
import { figureText } from "../../../src/output/plotly/figure-text";
import { stillSvg } from "../../../src/output/still/still";
import { wave } from "../builders";
import { assertExpected } from "../expected";

const day = 86_400_000;
const start = Date.UTC(2024, 0, 2);
const date = (time: number) => new Date(time).toISOString().slice(0, 10);

function tradeOf(number: number, more: Partial<ShownTrade> = {}): ShownTrade {
  const returnOnEntry = Math.sin(number) / 10;
  const trade: Trade = {
    id: `trade-${number}`,
    symbol: "AAPL",
    direction: number % 2 === 0 ? "long" : "short",
    quantity: 100,
    entryOrderId: "order-1",
    exitOrderId: "order-2",
    entryTime: start + number * day,
    exitTime: start + (number * 2 + 1) * day,
    entryPrice: 100,
    exitPrice: 101,
    entryCommission: 0,
    exitCommission: 0,
    slippage: 0,
    dividends: 0,
    borrow: 0,
    grossPnl: returnOnEntry * 10_000,
    netPnl: returnOnEntry * 10_000,
    returnOnEntry,
  };
  return { ...trade, ...more };
}

const returns = Float64Array.from({ length: 500 }, (_, i) => 0.02 * Math.sin(i * 1.3) * Math.cos(i / 7));
const years = [
  { year: 2024, months: [null, 0.012, -0.034, ...new Array(9).fill(0.001)], whole: -0.013 },
  { year: 2023, months: new Array(12).fill(0.01), whole: 0.127 },
];
const rows = [5, 10, 20].flatMap((x) => [50, 100].map((y) => ({ x, y, value: x === 5 && y === 50 ? null : x / y })));
const figures: Readonly<Record<string, Figure>> = {
  returns: returnsFigure(returns, [{ name: "VaR 95 %", value: -0.0173 }], "Returns of a by day", "Days"),
  months: monthsFigure(years, "Returns of a by month, percent"),
  rolling: rollingFigure([wave("a", 40, { level: 1 })], { title: "Rolling", unit: "Sharpe ratio", percent: false }),
  exposure: exposureFigure(wave("Gross", 9, { level: 0.9 }), wave("Net", 9, { level: 0.4 }), "Exposure of a"),
  trades: tradesFigure(
    Array.from({ length: 9 }, (_, i) => tradeOf(i + 1)),
    "a",
    date,
  ),
  attribution: attributionFigure(
    [
      { name: "AAPL", pnl: 1234.5 },
      { name: "cash", pnl: -20 },
    ],
    "Profit of a by symbol",
  ),
  heatMap: heatMapFigure(rows, { title: "Sharpe", names: { x: "fast", y: "slow", value: "Sharpe" }, format: "ratio" }),
  waterfall: waterfallFigure(
    [
      { name: "all", level: 10 },
      { name: "costs", level: 8, change: -2 },
    ],
    "Costs",
  ),
};

describe("every figure", () => {
  it("says in rounded text what was looked at", () => {
    assertExpected("kinds.txt", `${Object.values(figures).map(figureText).join("\n\n")}\n`);
  });

  for (const [name, figure] of Object.entries(figures))
    it(`has a title, what its values are, and a still picture without holes: ${name}`, () => {
      const { layout, data } = figure;
      assert.ok(layout.title?.text);
      const says = [
        layout.yaxis.title?.text,
        layout.xaxis.title?.text,
        ...data.map((trace) => ("hovertemplate" in trace ? trace.hovertemplate : "")),
      ];
      assert.ok(says.some((text) => text));
      const svg = stillSvg(figure);
      assert.doesNotMatch(svg, /NaN|Infinity|undefined|Nothing to draw/);
      assert.ok(svg.length > 1000);
    });

  it("may have nothing to draw", () => {
    const empty = [
      returnsFigure(new Float64Array(0), [{ name: "VaR", value: null }], "Returns", "Days"),
      monthsFigure([], "Months"),
      rollingFigure([], { title: "Rolling", unit: "Sharpe", percent: false }),
      tradesFigure([], "a", date),
      attributionFigure([], "Profit"),
      heatMapFigure([{ x: 1, y: 1, value: null }], {
        title: "Heat",
        names: { x: "x", y: "y", value: "v" },
        format: "ratio",
      }),
    ];
    for (const figure of empty) {
      assert.match(figureText(figure), /nothing to draw/);
      assert.match(stillSvg(figure), /Nothing to draw/);
    }
  });
});

describe("a histogram of returns", () => {
  it("counts every finite return but zeros once, and no gain with a loss", () => {
    const anything = fc.oneof(fc.double({ min: -1, max: 3, noNaN: true }), fc.constant(0), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 300 }), (values) => {
        const figure = returnsFigure(Float64Array.from(values), [], "Returns", "Days");
        const finite = values.filter(Number.isFinite);
        const moved = finite.filter((value) => value !== 0);
        if (moved.length === 0) {
          assert.equal(figure.data.length, 0);
          return assert.match(figureText(figure), finite.length === 0 ? /no return yet/ : /every return is 0 %/);
        }
        const [bars] = figure.data as BarTrace[];
        const counts = bars.y.map(Number);
        assert.equal(
          counts.reduce((a, b) => a + b, 0),
          moved.length,
        );
        const losses = counts.filter((_, at) => Number(bars.x[at]) < 0).reduce((a, b) => a + b, 0);
        // A loss of 1e-320 beside a gain of 1 divides to zero.
        assert.ok(
          Math.abs(losses - finite.filter((value) => value < 0).length) <=
            finite.filter((value) => value < 0 && value > -1e-300).length,
        );
        assert.ok(counts.length <= 82);
      }),
    );
  });
});

describe("a scatter of trades", () => {
  it("is over the adverse excursion where every trade has one, and else over the days held", () => {
    const known = [1, 2, 3].map((number) =>
      tradeOf(number, { maxAdverseExcursion: -0.01 * number, maxFavorableExcursion: 0.05 }),
    );
    const x = (trades: ShownTrade[]) => tradesFigure(trades, "a", date).data.flatMap((trace) => trace.x);
    assert.deepEqual(x(known), [0.01, 0.02, 0.03]);
    assert.deepEqual(x([...known, tradeOf(4)]).sort(), [2, 3, 4, 5]);
    const [won] = tradesFigure(known, "a", date).data as ScatterTrace[];
    assert.match(won.text?.[0] ?? "", /^trade-1, short 100 AAPL, 2024-01-03 to 2024-01-05: 8\.41 %, at best 5\.00 %$/);
  });

  it("of 40,000 trades keeps the extremes, says how many it shows, and stays under 300 KB", () => {
    const many = Array.from({ length: 40_000 }, (_, i) => tradeOf(i));
    many[777] = tradeOf(777, { returnOnEntry: 9 });
    const figure = tradesFigure(many, "a", date);
    assert.ok(JSON.stringify(figure).length < 300_000);
    assert.ok(figure.data.some(({ type, ...trace }) => type === "scatter" && (trace as ScatterTrace).y.includes(9)));
    assert.match(figure.layout.title?.text ?? "", /1,(199|200) of 40,000/);
  });
});

describe("bars of an attribution", () => {
  it("have the sum of all parts, however many there are", () => {
    const parts = Array.from({ length: 500 }, (_, i) => ({ name: `S${i}`, pnl: Math.round(1e5 * Math.sin(i)) / 100 }));
    const [bars] = attributionFigure(parts, "Profit").data as BarTrace[];
    assert.equal(bars.x.length, 40);
    const sum = bars.x.reduce<number>((a, b) => a + Number(b), 0);
    assert.ok(Math.abs(sum - parts.reduce((a, { pnl }) => a + pnl, 0)) < 0.01);
    assert.equal(bars.y.at(-1), "461 others");
  });

  it("are columns of time for months, each month one of them, and say so in one line", () => {
    const months = Array.from({ length: 240 }, (_, at) => ({
      name: `${2004 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`,
      pnl: Math.round(1e5 * Math.sin(at)) / 100,
    }));
    const figure = profitByMonthFigure(months, "Profit by month");
    const [bars] = figure.data as BarTrace[];
    assert.deepEqual([bars.x.length, bars.x[0], bars.x.at(-1)], [240, "2004-01-15", "2023-12-15"]);
    assert.ok(figure.layout.height < 400);
    assert.deepEqual(
      bars.y,
      months.map(({ pnl }) => pnl),
    );
    assert.match(
      figureText(figure),
      /^Profit by month, 2004-01 to 2023-12\n {2}Profit: 240 bars, highest 2\d{3}-\d\d: \+\d{3}\.\d\d, lowest [^\n]+$/,
    );
    assert.doesNotMatch(stillSvg(figure), /NaN|Infinity/);
  });

  it("are drawn of an account of coins too, and nothing is if nothing was earned", () => {
    const parts = [
      { name: "2020-01", pnl: 0.00123 },
      { name: "2020-02", pnl: -0.00042 },
    ];
    const [lying] = attributionFigure(parts, "Profit").data as BarTrace[];
    assert.deepEqual(
      [lying.x, lying.text],
      [
        [0.00123, -0.00042],
        ["+0.0012300", "-0.0004200"],
      ],
    );
    assert.deepEqual((profitByMonthFigure(parts, "Profit").data as BarTrace[])[0].y, [0.00123, -0.00042]);
    const none = [{ name: "2020-01", pnl: 0 }];
    for (const draw of [attributionFigure, profitByMonthFigure])
      assert.match(figureText(draw(none, "Profit")), /nothing was earned or lost/);
  });
});

describe("a waterfall", () => {
  it("has a bar for each step from where the one before ends, of an account of coins too", () => {
    const figure = waterfallFigure(
      [
        { name: "all", level: 0.0102 },
        { name: "commission", level: 0.0066, change: -0.0036 },
        { name: "carry", level: 0.0067, change: 0.0001 },
        { name: "as it is", level: 0.0067 },
      ],
      "Costs",
    );
    const [bars] = figure.data as BarTrace[];
    assert.deepEqual(bars.text, ["0.010200", "-0.003600", "+0.000100", "0.006700"]);
    const ends = bars.x.map((length, at) => Number(length) + (bars.base?.[at] ?? 0));
    for (const [at, level] of [0.0102, 0.0102, 0.0067, 0.0067].entries()) assert.ok(Math.abs(ends[at] - level) < 1e-12);
    const [least, most] = figure.layout.xaxis.range as number[];
    assert.ok(least < 0.0066 && most > 0.0102);
    assert.doesNotMatch(stillSvg(figure), /NaN|Infinity/);
  });
});

describe("a heat map of params", () => {
  it("has numbers in order, and empty cells where there is no value", () => {
    const [cells] = heatMapFigure([...rows].reverse(), {
      title: "t",
      names: { x: "fast", y: "slow", value: "v" },
      format: "ratio",
    }).data as HeatmapTrace[];
    assert.deepEqual(
      [cells.x, cells.y],
      [
        ["5", "10", "20"],
        ["50", "100"],
      ],
    );
    assert.deepEqual(cells.z, [
      [null, 0.2, 0.4],
      [0.05, 0.1, 0.2],
    ]);
    assert.deepEqual(cells.text[0], ["", "0.20", "0.40"]);
  });

  it("of 10,000 cells stays under 300 KB", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({ x: i % 100, y: Math.floor(i / 100), value: Math.sin(i) }));
    const figure = heatMapFigure(many, { title: "t", names: { x: "x", y: "y", value: "v" }, format: "ratio" });
    assert.ok(JSON.stringify(figure).length < 300_000);
  });
});
