import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Runs one of the programs of this folder to its end in a process of its own. */
export function runProgram(name: "show" | "die" | "die-by-hand" | "die-orders" | "read-only", ...args: string[]) {
  const program = join(__dirname, `${name}.ts`);
  const options = { encoding: "utf8", maxBuffer: 1 << 28 } as const;
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", program, ...args],
    options,
  );
  return { status, signal, stdout, stderr };
}
