import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface, type Interface } from "node:readline";

/** Returns the Python of the nearest `.venv` from a folder upward; `undefined` if there is none. */
export function pythonFrom(folder: string): string | undefined {
  const inside = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  for (let at = folder; ; at = dirname(at)) {
    const found = join(at, ".venv", ...inside);
    if (existsSync(found)) return found;
    if (dirname(at) === at) return undefined;
  }
}

/** A Python program that answers each line with a line. It ends with this process. */
export class PythonProgram {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;
  readonly #ended: Promise<string>;
  readonly #answers: AsyncIterator<string>;
  #said = "";

  constructor(python: string, program: string) {
    // A line is short, and waits in the pipe until it is read.
    this.#child = spawn(python, ["-u", "-c", program], { stdio: ["pipe", "pipe", "pipe"] });
    this.#child.stderr.on("data", (part: Buffer) => {
      this.#said = (this.#said + part.toString("utf8")).slice(-2000);
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once("error", (error) => resolve(error.message));
      this.#child.once("close", (code, signal) => resolve(this.#said.trim() || `it ended with ${signal ?? code}`));
    });
    // What it no longer reads is told by its end.
    this.#child.stdin.on("error", () => undefined);
    this.#lines = createInterface(this.#child.stdout);
    this.#answers = this.#lines[Symbol.asyncIterator]();
  }

  /** Sends a line and resolves to the answer. Rejects with an Error that says why it ended. */
  async ask(data: unknown): Promise<Readonly<Record<string, unknown>>> {
    this.#child.stdin.write(`${JSON.stringify(data)}\n`);
    const answer = await this.#answers.next();
    if (answer.done) throw new Error(await this.#ended);
    return JSON.parse(answer.value) as Readonly<Record<string, unknown>>;
  }

  /** Ends it. */
  async end(): Promise<void> {
    this.#lines.close();
    this.#child.stdin.end();
    this.#child.kill();
    await this.#ended;
  }
}
