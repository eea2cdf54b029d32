// Joins the modules that a program loads with paperlab into one file, and those of its threads into others.
// Finding and reading a module takes a third of a millisecond, and there are three hundred.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const index = "dist/index.js";
const names = Object.keys(createRequire(import.meta.url)(join(root, index)));
// A getter for each export, as TypeScript makes them, took a strategy about 8 ns at each call of an indicator.
const values = names.map((name) => `${name}: exports.${name}`).join(", ");
const plain = `module.exports = Object.defineProperty({ ${values} }, "__esModule", { value: true });`;
// Never run. ES modules that import paperlab read the names of its exports here.
const listed = `0 && (module.exports = { ${names.join(", ")} });`;
const footers = { [index]: `${plain}\n${listed}` };

// The index must share its modules' state with whoever loads one of them from dist/, which only the compiled ones can. Nothing
// else is loaded in a thread: its file is made from the sources, where esbuild sees what is never used, and leaves it out.
const files = {
  [index]: index,
  "dist/store/writing/thread/entry.js": "src/store/writing/thread/entry.ts",
  "dist/sweep/threads/entry.js": "src/sweep/threads/entry.ts",
};
const loaders = { ".js": "js", ".ts": "ts" };

for (const [entry, from] of Object.entries(files)) {
  const home = join(root, dirname(from));
  // A module still finds its neighbours on disk, relative to its original place.
  const places = {
    name: "places",
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /\.[jt]s$/ }, ({ path }) => {
        const place = JSON.stringify(relative(home, dirname(path)));
        const text = readFileSync(path, "utf8");
        const contents = text.replace(/(?<!")\b__dirname\b(?!")/g, `require("node:path").join(__dirname, ${place})`);
        return { contents, loader: loaders[extname(path)], resolveDir: dirname(path) };
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
