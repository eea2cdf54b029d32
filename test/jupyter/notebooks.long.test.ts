import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../house/reading/source";
import { cases } from "../support/cases";
import { notebookOf, outputPages, outputTexts, run, runJupyter } from "../support/jupyter";
import { program } from "../support/kernel-client";

// How sure a Sharpe ratio is depends on how many were tried since, and cards tell what is so now.
function withoutTrials(texts: readonly string[]): string[] {
  return texts.map((text) => text.replace(/^ *Deflated Sharpe .*\n/gm, ""));
}

// A message comes before or after the card of its cell, depending on how fast the session was.
function sorted(texts: readonly string[]): string[] {
  return [...texts].sort();
}

// Milliseconds. Together they take two minutes, and several times as long where other tests run beside them.
const PATIENCE = 900_000;

const notebooks = [
  { name: "01-quickstart.ipynb", file: "research.db", isRepeated: true },
  { name: "02-feeds.ipynb", file: "feeds.db" },
  { name: "03-broker-and-costs.ipynb", file: "broker.db" },
  { name: "04-strategies-and-risk.ipynb", file: "strategies.db" },
  { name: "05-metrics-and-attribution.ipynb", file: "tracking.db" },
  { name: "06-comparing-sessions.ipynb", file: "comparison.db" },
  { name: "07-sweeps.ipynb", file: "sweeps.db" },
  { name: "08-over-machines.ipynb", file: "machines.db" },
];

/** The output of a figure that has no picture. */
const unseen = {
  output_type: "execute_result",
  data: { "application/vnd.plotly.v1+json": { data: [{ y: [1, 2] }] }, "text/plain": "no picture" },
  metadata: {},
  execution_count: 1,
};

describe("the notebooks of the project", function () {
  this.timeout(PATIENCE);
  const place = mkdtempSync(join(tmpdir(), "paperlab-notebooks-"));
  const pathOf = (name: string) => join(place, name, name);
  let executed: Awaited<ReturnType<typeof runJupyter>>;
  before(async () => {
    for (const { name } of notebooks) {
      mkdirSync(join(place, name));
      copyFileSync(join(root, "notebooks", name), pathOf(name));
    }
    executed = await runJupyter("jupyter", ["execute", "--inplace", ...notebooks.map(({ name }) => pathOf(name))]);
  });

  it("are executed", () => assert.equal(executed.code, 0, executed.output));

  for (const { name, file, isRepeated } of notebooks) {
    // All of them where laws are tried with many cases.
    const times = isRepeated || cases(1) > 1 ? "twice" : "once";
    it(`run ${times} from top to bottom with the outputs that are stored in them: ${name}`, async () => {
      const [stored, path, folder] = [join(root, "notebooks", name), pathOf(name), join(place, name)];
      assert.deepEqual(outputTexts(path).map(sorted), outputTexts(stored).map(sorted));
      assert.deepEqual(outputPages(path).map(sorted), outputPages(stored).map(sorted));
      assert.ok(existsSync(join(folder, file)));
      if (times === "once") return;
      // The second time the sessions are in the file.
      const second = join(folder, "second.ipynb");
      const again = await run(process.execPath, [program, "run", path, "-o", second]);
      assert.equal(again.code, 0, again.output);
      const shown = (notebook: string) => outputTexts(notebook).map(withoutTrials).map(sorted);
      assert.deepEqual(shown(second), shown(stored));
    });
  }

  it("become pages that ask no network and draw their figures, those without a still picture too", async () => {
    const folder = mkdtempSync(join(tmpdir(), "paperlab-page-"));
    const { path } = notebookOf([{ source: "figure", metadata: {}, outputs: [unseen] }], "unseen.ipynb");
    const quickstart = join(root, "notebooks/01-quickstart.ipynb");
    const args = ["nbconvert", "--to", "html", "--template", "paperlab", "--output-dir", folder, quickstart, path];
    const { code, output } = await runJupyter("jupyter", args);
    assert.equal(code, 0, output);
    const page = (name: string) => readFileSync(join(folder, name), "utf8");
    const figures = /class="jp-OutputArea-output paperlab-figure"/g;
    assert.equal(page("01-quickstart.html").match(figures)?.length, 2);
    assert.doesNotMatch(page("01-quickstart.html"), /<(script|link|img|iframe)[^>]*(src|href)="(https?:)?\/\//);
    assert.match(page("01-quickstart.html"), /Session baseline/);
    assert.equal(page("unseen.html").match(figures)?.length, 1);
    assert.ok(!page("unseen.html").includes("no picture"));
  });
});
