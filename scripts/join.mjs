// Joins the modules that a program loads with paperlab into one file, and those of its threads into others.
// Finding and reading a module takes a third of a millisecond, and there are three hundred.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const index = "dist/index.js";
const names = Object.keys(createRequire(import.meta.url)(join(root, index)));
// A getter for each export, as esbuild makes them, took a strategy about 8 ns at each call of an indicator. Where two modules
// have functions of one name, esbuild calls one of them by another.
const values = names.map((name) => `${name}: module.exports.${name}`).join(", ");
const plain = `module.exports = Object.defineProperty({ ${values} }, "__esModule", { value: true });
for (const [name, value] of Object.entries(module.exports))
  if (typeof value === "function" && value.name !== name) Object.defineProperty(value, "name", { value: name });`;
// Never run. ES modules that import paperlab read the names of its exports here.
const listed = `0 && (module.exports = { ${names.join(", ")} });`;
const footers = { [index]: `${plain}\n${listed}` };

// Made from the sources and not from what is compiled of them: calls between modules are direct, and what is never used is
// left out.
const files = {
  [index]: "src/index.ts",
  "dist/store/writing/thread/entry.js": "src/store/writing/thread/entry.ts",
  "dist/sweep/threads/entry.js": "src/sweep/threads/entry.ts",
};

for (const [entry, from] of Object.entries(files)) {
  const home = join(root, dirname(from));
  // A module still finds its neighbours on disk, relative to its original place.
  const places = {
    name: "places",
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const place = JSON.stringify(relative(home, dirname(path)));
        const text = readFileSync(path, "utf8");
        const contents = text.replace(/(?<!")\b__dirname\b(?!")/g, `require("node:path").join(__dirname, ${place})`);
        return { contents, loader: "ts", resolveDir: dirname(path) };
      });
      onResolve({ filter: /\/vendor\// }, ({ path, resolveDir }) => ({
        path: relative(home, join(resolveDir, path)),
        external: true,
      }));
    },
  };
  await build({
    absWorkingDir: root,
    entryPoints: [from],
    outfile: entry,
    allowOverwrite: true,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    packages: "external",
    sourcemap: true,
    sourcesContent: false,
    plugins: [places],
    footer: { js: footers[entry] ?? "" },
    logLevel: "warning",
  });
}
