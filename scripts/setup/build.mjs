import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { keep, run } from "./command.mjs";
import { inProject } from "./paths.mjs";
import { Problem } from "./problem.mjs";
import { digest, isDone, setDone, setUndone } from "./stamp.mjs";

const inputs = [
  "src",
  // The build writes copies of Plotly into kernel/jupyter.
  ...readdirSync(inProject("kernel")).flatMap((name) => (name === "jupyter" ? [] : [`kernel/${name}`])),
  "tsconfig.json",
  "package.json",
  "package-lock.json",
  "scripts/bundle.mjs",
  "scripts/join.mjs",
  "scripts/join-types.mjs",
  "scripts/bundle",
  "scripts/setup/build.mjs",
];
// Plotly goes where Jupyter looks for the files of an extension, and of a template.
const plotlyCopies = [
  "kernel/jupyter/labextensions/@paperlab/figures/static/plotly.min.js",
  "kernel/jupyter/nbconvert/templates/paperlab/static/plotly.min.js",
];
const results = [
  ...plotlyCopies,
  "dist/index.js",
  "dist/index.d.ts",
  "dist/types.d.ts",
  "dist/kernel/bin.js",
  "vendor/danfo.cjs",
  "vendor/danfo.d.ts",
  "vendor/formula.cjs",
  "vendor/plotly.min.js",
  "vendor/LICENSES.txt",
];

/**
 * Compiles src/ to dist/ and bundles vendor/, unless nothing changed. Returns "up to date" if there was nothing to do.
 */
export async function build() {
  const wanted = digest(inputs);
  if (isDone("built", wanted) && results.every((path) => existsSync(inProject(path)))) return "up to date";
  setUndone("built");
  rmSync(inProject("dist"), { recursive: true, force: true });
  // First, because the sources take danfo's types from it.
  await node("bundle", ["scripts/bundle.mjs"]);
  // .bin/tsc is the older compiler that tslab brings.
  const compiler = "node_modules/typescript/bin/tsc";
  await Promise.all([
    node("compile", [compiler, "-p", "tsconfig.json"]),
    node("compile-kernel", [compiler, "-p", "kernel/tsconfig.json"]),
  ]);
  await Promise.all([node("join", ["scripts/join.mjs"]), node("join-types", ["scripts/join-types.mjs"])]);
  for (const copy of plotlyCopies) {
    mkdirSync(dirname(inProject(copy)), { recursive: true });
    copyFileSync(inProject("vendor/plotly.min.js"), inProject(copy));
  }
  setDone("built", wanted);
}

async function node(name, args) {
  const { code, output } = await run(process.execPath, args);
  if (code !== 0) throw new Problem(`Building failed at: node ${args.join(" ")}\n\n${keep(name, output)}`);
}
