// Makes programs of TypeScript that Node runs as they are. From its sources, one takes several times as long to start.
import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { build, transform } from "esbuild";

/** paperlab's threads, relative to the project. */
export const threads = ["src/store/writing/thread/entry.ts", "src/sweep/threads/entry.ts"];

const target = `node${process.versions.node}`;

/**
 * Makes a program of each source and what it imports, in `folder`, at the source's own place relative to `root`. Functions have
 * the texts that tsx gives them. `placed`: whether each module looks for files where the program is, or where its source is.
 */
export function buildPrograms(root, sources, folder, placed = "program") {
  return build({
    entryPoints: sources.map((source) => join(root, source)),
    outbase: root,
    outdir: folder,
    bundle: true,
    packages: "external",
    platform: "node",
    target,
    minifyWhitespace: true,
    // Node prints the line of an error that nobody catches.
    lineLimit: 200,
    plugins: [modules((path) => (placed === "source" ? path : builtFile(root, path, folder)))],
    logLevel: "warning",
  });
}

/** Makes paperlab's threads for programs that run from sources. Returns what their environment needs for that. */
export async function buildThreads(root, folder) {
  await buildPrograms(root, threads, folder, "source");
  return { PAPERLAB_THREADS: join(folder, "src") };
}

/** Returns the file of the program that was made of a source. */
export function builtFile(root, source, folder) {
  return join(folder, relative(root, source)).replace(/\.ts$/, ".js");
}

// What modules were made of, and what they became, by the place where they look for files.
const made = new Map();

async function compiled(file, text) {
  const define = { __filename: JSON.stringify(file), __dirname: JSON.stringify(dirname(file)) };
  const { code } = await transform(text, { loader: "ts", format: "cjs", target, keepNames: true, define });
  return code;
}

// Joined as they are, modules would have each other's names in scope, and local variables of the same name other ones. So each
// becomes a function first.
const modules = (placeOf) => ({
  name: "modules",
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const [file, text] = [placeOf(path), await readFile(path, "utf8")];
      const known = made.get(file);
      const code = known?.text === text ? known.code : await compiled(file, text);
      made.set(file, { text, code });
      return { contents: code, loader: "js" };
    });
    onResolve({ filter: /\/vendor\// }, ({ path, resolveDir }) => ({ path: join(resolveDir, path), external: true }));
  },
});
