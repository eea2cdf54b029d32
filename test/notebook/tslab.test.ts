import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

interface Published {
  readonly cell: number;
  readonly name?: "stdout" | "stderr";
  readonly text?: string;
  readonly update?: boolean;
  readonly data?: Record<string, unknown>;
  readonly transient?: { readonly display_id?: string };
}

const src = join(__dirname, "../../src");

function runCells(...cells: string[]): Published[] {
  const program = join(__dirname, "tslab-cells.ts");
  const run = spawnSync(process.execPath, ["--import", "tsx", program, JSON.stringify(cells)], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

const load = `
const { show, liveDisplay } = require(${JSON.stringify(join(src, "notebook/show"))});
const { frameOf } = require(${JSON.stringify(join(src, "output/frames/frames"))});
const { equityFigure } = require(${JSON.stringify(join(src, "output/figures/equity"))});
const time = Float64Array.from([0, 1, 2], (day) => Date.UTC(2014, 5, 9 + day));
const figure = equityFigure([{ name: "baseline", time, value: Float64Array.of(100, 120, 110) }]);
const frame = frameOf({ columns: ["symbol", "price"], rows: [["AAPL", 1234.5]] });
`;

describe("a cell of tslab's own kernel", () => {
  let published: Published[];
  const of = (cell: number) => published.filter((message) => message.cell === cell);

  before(() => {
    published = runCells(
      load,
      "show(figure)",
      "figure",
      "frame.head(1)",
      "const live = liveDisplay(); live(frame); live(figure)",
      "show('plain words')",
    );
  });

  it("is quiet while paperlab and danfo are loaded", () => {
    assert.deepEqual(of(0), []);
  });

  it("draws what show is given, with the figure for those who can and a picture for the others", () => {
    const [{ data }] = of(1);
    assert.deepEqual(Object.keys(data ?? {}), ["application/vnd.plotly.v1+json", "text/html", "text/plain"]);
    assert.match(String(data?.["text/html"]), /^<img src="data:image\/svg\+xml;base64,/);
  });

  it("ends with the plain text of a figure or frame", () => {
    assert.equal(
      of(2)[0].text,
      "Equity of baseline, 2014-06-08 to 2014-06-10\n  baseline: 100.00 to 110.00, lowest 100.00, highest 120.00\n",
    );
    assert.equal(of(3)[0].text, "symbol    price\n------  -------\nAAPL    1,234.5\n");
  });

  it("updates a live display in its place", () => {
    const [first, second] = of(4);
    assert.deepEqual([first.update, second.update], [false, true]);
    assert.equal(first.transient?.display_id, second.transient?.display_id);
    assert.notEqual(first.transient?.display_id, undefined);
  });

  it("shows text as it is", () => {
    assert.deepEqual(of(5)[0].data, { "text/plain": "plain words" });
  });
});
