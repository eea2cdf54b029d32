// Programs that tests start as processes of their own. Started from its sources, one takes three times as long.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { build, type Plugin, transform } from "esbuild";

const root = join(__dirname, "../..");
// paperlab starts these as threads of a program.
const threads = ["src/store/writing/thread/entry.ts", "src/sweep/threads/entry.ts"].map((path) => join(root, path));
const target = `node${process.versions.node}`;
const made = new Map<string, Promise<unknown>>();
let place: string | undefined;

/**
 * Returns the file of a program of `test/`, such as "store/processes/read", for Node to run. It is made, with all others of its
 * folder, of the one in TypeScript and what that imports. Its functions have the texts that tsx gives them, so that a test can
 * go on with a session of it. It is removed when this process ends.
 */
export async function builtProgram(name: string): Promise<string> {
  const source = join(root, "test", `${name}.ts`);
  const folder = dirname(source);
  if (!made.has("threads")) made.set("threads", make(threads));
  if (!made.has(folder)) made.set(folder, make(readdirSync(folder).map((one) => join(folder, one))));
  await Promise.all([made.get("threads"), made.get(folder)]);
  return builtFile(source);
}

/** Runs a program of `test/` to its end in a process of its own. */
export async function runProgram(name: string, ...args: string[]) {
  const options = { encoding: "utf8", maxBuffer: 1 << 28 } as const;
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [await builtProgram(name), ...args], options);
  return { status, signal, stdout, stderr };
}

function make(sources: string[]): Promise<unknown> {
  return build({
    entryPoints: sources,
    outbase: root,
    outdir: builtFolder(),
    bundle: true,
    packages: "external",
    platform: "node",
    target,
    minifyWhitespace: true,
    // Node prints the line of an error that nobody catches.
    lineLimit: 200,
    plugins: [modules],
    logLevel: "warning",
  });
}

// Joined as they are, modules would have each other's names in scope, and local variables of the same name other ones. So each
// becomes a function first. It looks for files where it would be if it were alone.
const modules: Plugin = {
  name: "modules",
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const file = builtFile(path);
      const define = { __filename: JSON.stringify(file), __dirname: JSON.stringify(dirname(file)) };
      const options = { loader: "ts", format: "cjs", target, keepNames: true, define } as const;
      const { code } = await transform(await readFile(path), options);
      return { contents: code, loader: "js" };
    });
    onResolve({ filter: /\/vendor\// }, ({ path, resolveDir }) => ({ path: join(resolveDir, path), external: true }));
  },
};

function builtFile(source: string): string {
  return join(builtFolder(), relative(root, source)).replace(/\.ts$/, ".js");
}

// In the project, so that its packages are found.
function builtFolder(): string {
  if (place !== undefined) return place;
  const above = join(root, "node_modules/.paperlab");
  mkdirSync(above, { recursive: true });
  const folder = mkdtempSync(join(above, "programs-"));
  chmodSync(folder, 0o755); // some programs become another user
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  place = folder;
  return folder;
}
