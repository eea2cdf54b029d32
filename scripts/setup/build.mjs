import { existsSync, rmSync } from "node:fs";
import { keep, run } from "./command.mjs";
import { inProject } from "./paths.mjs";
import { Problem } from "./problem.mjs";
import { digest, isDone, setDone, setUndone } from "./stamp.mjs";

const inputs = [
  "src",
  "kernel",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
  "scripts/bundle.mjs",
  "scripts/bundle",
  "scripts/setup/build.mjs",
];
const results = [
  "dist/index.js",
  "dist/index.d.ts",
  "dist/kernel/bin.js",
  "vendor/danfo.cjs",
  "vendor/danfo.d.ts",
  "vendor/plotly.min.js",
  "vendor/LICENSES.txt",
];

/** Compiles src/ to dist/ and bundles vendor/, unless nothing changed. Returns "up to date" when there was nothing to do. */
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
  setDone("built", wanted);
}

async function node(name, args) {
  const { code, output } = await run(process.execPath, args);
  if (code !== 0) throw new Problem(`Building failed at: node ${args.join(" ")}\n\n${keep(name, output)}`);
}
