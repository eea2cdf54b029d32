import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { root } from "./reading/source";

describe("the packed package", () => {
  const output = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: root,
    encoding: "utf8",
  });
  const files: string[] = JSON.parse(output)[0].files.map(({ path }: { path: string }) => path);

  it("holds the library, its bundles and their licences, the sample data, the docs and the kernel", () => {
    const wanted = ["package.json", "LICENSE", "README.md", "dist/index.js", "dist/index.d.ts", "vendor/danfo.cjs"];
    const more = ["vendor/danfo.d.ts", "vendor/plotly.min.js", "vendor/LICENSES.txt", "docs/errors.md"];
    const data = ["fixtures/daily/AAPL.csv", "fixtures/daily/SPX.csv"];
    const extension = "kernel/jupyter/labextensions/@paperlab/figures";
    const template = "kernel/jupyter/nbconvert/templates/paperlab";
    const kernel = [
      ...["dist/kernel/bin.js", "dist/kernel/protocol/gateway.js", "kernel/jupyter/kernels/paperlab/kernel.json"],
      ...["package.json", "static/remoteEntry.js", "static/plotly.min.js"].map((path) => `${extension}/${path}`),
      ...["conf.json", "index.html.j2", "static/plotly.min.js"].map((path) => `${template}/${path}`),
    ];
    assert.deepEqual(
      [...wanted, ...more, ...data, ...kernel].filter((path) => !files.includes(path)),
      [],
    );
  });

  it("leaves tests, sources, scripts and golden values at home", () => {
    const stray = files.filter(
      (path) =>
        !/^(dist|vendor|docs|kernel|fixtures\/daily)\/|^(package\.json|LICENSE|README\.md|fixtures\/README\.md)$/.test(
          path,
        ),
    );
    assert.deepEqual(stray, []);
  });

  it("has its declarations in one file beside the index, so that a cell that imports it finds no hundreds of them", () => {
    const declarations = files.filter((path) => path.startsWith("dist/") && path.endsWith(".d.ts"));
    assert.deepEqual(declarations.sort(), ["dist/index.d.ts", "dist/types.d.ts"]);
  });
});
