import assert from "node:assert/strict";
import { equityFigure } from "../../../src/output/figures/equity";
import { figuresPage } from "../../../src/output/pages/page";
import { wave } from "../builders";

const bad = "</script><script>alert(1)</script>";

describe("a page of figures", () => {
  const figure = equityFigure([wave(bad, 30)], { title: bad });
  const table = { columns: [bad], rows: [[bad]] };
  const page = figuresPage({
    title: bad,
    sections: [{ heading: bad, text: bad, figures: [figure], tables: [{ table }] }],
  });

  it("asks the network for nothing", () => {
    const shell = page.replace(/<script>(?:(?!<\/script>)[\s\S])*<\/script>/g, "");
    assert.doesNotMatch(shell, /(src|href)="(?!data:)|@import|url\(/);
  });

  it("has as many scripts as it should, and none from its data", () => {
    assert.equal(page.split("<script>").length - 1, 2);
    assert.equal(page.split("</script>").length - 1, 3);
    assert.doesNotMatch(page, /<script>alert/);
  });

  it("carries the figure as JSON that reads back", () => {
    const json = /<script type="application\/json">(.*?)<\/script>/.exec(page)?.[1] ?? "";
    assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(figure)));
  });

  it("has no Plotly where it has no figures", () => {
    assert.ok(figuresPage({ title: "a", sections: [{ heading: "b", text: "c" }] }).length < 3000);
  });
});
