// Programs that tests start as processes of their own.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildPrograms, builtFile, threads } from "../../scripts/programs.mjs";

const root = join(__dirname, "../..");
const made = new Map<string, Promise<unknown>>();
let place: string | undefined;

/**
 * Returns the file of a program of `test/`, such as "store/processes/read", for Node to run. It is made, with all others of its
 * folder, of the one in TypeScript and what that imports. Its functions have the texts that tsx gives them, so that a test can
 * go on with a session of it. It is removed when this process ends.
 */
export async function builtProgram(name: string): Promise<string> {
  const folder = dirname(`test/${name}`);
  if (!made.has("threads")) made.set("threads", make(threads));
  if (!made.has(folder)) made.set(folder, make(readdirSync(join(root, folder)).map((one) => `${folder}/${one}`)));
  await Promise.all([made.get("threads"), made.get(folder)]);
  return builtFile(root, join(root, `test/${name}.ts`), builtFolder());
}

/** Runs a program of `test/` to its end in a process of its own. */
export async function runProgram(name: string, ...args: string[]) {
  const options = { encoding: "utf8", maxBuffer: 1 << 28 } as const;
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [await builtProgram(name), ...args], options);
  return { status, signal, stdout, stderr };
}

function make(sources: readonly string[]): Promise<unknown> {
  return buildPrograms(root, sources, builtFolder());
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
