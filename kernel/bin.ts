#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type ParseArgsConfig, parseArgs, stripVTControlCharacters } from "node:util";
import { nearest } from "./errors/hints";
import { packageFolder, packageVersion } from "./package";

const usage = `paperlab ${packageVersion()}: a paper-trading laboratory for TypeScript notebooks

  paperlab run notebook.ipynb [-o out.ipynb] [-p name=value]... [--allow-errors]
      executes a notebook without Jupyter and writes it with its outputs; -p sets variables
  paperlab worker redis://host:6379 [--key text] [--threads n] [--idle-exit seconds]
      makes runs of the sweeps whose labs have the same key (or that of the variable PAPERLAB_KEY)
  paperlab kernel install [--user | --sys-prefix | --prefix folder]
      copies kernel, JupyterLab extension and export template to where Jupyter finds them:
      the user's data folder (default), that of the python3 on the path, or <folder>/share/jupyter
  paperlab kernel start connection.json
      runs a kernel; Jupyter calls it
`;

/** The command was called in a wrong way. */
class UsageError extends Error {}

async function main([command, ...rest]: readonly string[]): Promise<number> {
  if (command === undefined || [command, ...rest].some((part) => part === "--help" || part === "-h")) return say(usage);
  if (command === "--version") return say(`${packageVersion()}\n`);
  if (command === "run") return run(rest);
  if (command === "worker") return work(rest);
  if (command === "kernel" && rest[0] === "start") return start(rest.slice(1));
  if (command === "kernel" && rest[0] === "install") return install(rest.slice(1));
  throw new UsageError(`Expected a command, was "${[command, ...rest].join(" ")}"`);
}

// Node says how an argument that is none could be given, but not which option may be meant.
function parsedArgs<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    const [, unknown] = (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION" && /'(-[^']*)'/.exec(message)) || [];
    if (unknown === undefined) throw error;
    const known = Object.keys(config.options ?? {}).map((name) => `--${name}`);
    const near = nearest(unknown, known);
    const instead = near === undefined ? `Known: ${known.join(", ")}` : `Did you mean "${near}"?`;
    throw new UsageError(`Unknown option "${unknown}". ${instead}`);
  }
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsedArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      output: { type: "string", short: "o" },
      parameter: { type: "string", short: "p", multiple: true },
      "allow-errors": { type: "boolean" },
    },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError("Expected the path of one notebook");
  const { parseParameters } = await import("./notebook/parameters");
  const parameters = parseParameters(values.parameter ?? []);
  const { outputText, runNotebook } = await import("./notebook/run");
  // While cells run, process.stdout writes into the notebook.
  const write = process.stdout.write.bind(process.stdout);
  const { isTTY } = process.stdout;
  const failed = await runNotebook(path, {
    output: values.output,
    parameters,
    allowErrors: values["allow-errors"],
    onOutput: (output) => write(isTTY ? outputText(output) : stripVTControlCharacters(outputText(output))),
  });
  if (failed === undefined) return 0;
  process.stderr.write(`Cell ${failed.number} of ${path} failed\n`);
  return values["allow-errors"] ? 0 : 1;
}

async function work(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsedArgs({
    args: withNegatives(args),
    allowPositionals: true,
    options: { key: { type: "string" }, threads: { type: "string" }, "idle-exit": { type: "string" } },
  });
  const [url, ...more] = positionals;
  const { key = process.env.PAPERLAB_KEY, threads, "idle-exit": idleExit } = values;
  if (url === undefined || more.length > 0) throw new UsageError("Expected the address of one Redis server");
  if (key === undefined) throw new UsageError("Expected --key or the variable PAPERLAB_KEY, was neither");
  const end = new AbortController();
  // The second one ends it at once.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      end.abort();
      process.once(signal, () => exit.call(process, 1));
    });
  const { runWorker } = createRequire(__filename)(
    join(packageFolder, "dist", "sweep", "queue", "worker", "worker.js"),
  ) as WorkerModule;
  await runWorker({
    url,
    key,
    ...(threads !== undefined && { threads: numberOf("--threads", threads) }),
    ...(idleExit !== undefined && { idleExit: numberOf("--idle-exit", idleExit) }),
    signal: end.signal,
    say: (line) => process.stdout.write(`${line}\n`),
  });
  return 0;
}

// Otherwise the number of `--idle-exit -1` would be taken for an option.
function withNegatives(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1);
    if (/^-[\d.]/.test(arg) && (before === "--idle-exit" || before === "--threads"))
      joined.push(`${joined.pop()}=${arg}`);
    else joined.push(arg);
  }
  return joined;
}

function numberOf(option: string, text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isNaN(number)) throw new UsageError(`Expected ${option} to be a number, was "${text}"`);
  return number;
}

/** The module of paperlab that makes runs for a queue. */
interface WorkerModule {
  runWorker(options: {
    readonly url: string;
    readonly key: string;
    readonly threads?: number;
    readonly idleExit?: number;
    readonly signal: AbortSignal;
    readonly say: (line: string) => void;
  }): Promise<void>;
}

async function start([connectionFile, ...more]: readonly string[]): Promise<number> {
  if (connectionFile === undefined || more.length > 0) throw new UsageError("Expected the path of a connection file");
  const { startKernel } = await import("./kernel");
  startKernel(connectionFile);
  return 0;
}

async function install(args: readonly string[]): Promise<number> {
  const { values } = parsedArgs({
    args: [...args],
    options: { user: { type: "boolean" }, "sys-prefix": { type: "boolean" }, prefix: { type: "string" } },
  });
  if (Object.keys(values).length > 1) throw new UsageError("Expected one of --user, --sys-prefix and --prefix");
  const { installInto, userDataFolder } = await import("./install/install");
  const prefix = values["sys-prefix"] ? pythonPrefix() : values.prefix;
  const made = installInto(prefix === undefined ? userDataFolder() : join(prefix, "share", "jupyter"));
  return say(`${made.join("\n")}\n`);
}

function pythonPrefix(): string {
  const { stdout, status } = spawnSync("python3", ["-c", "import sys; print(sys.prefix)"], { encoding: "utf8" });
  if (status !== 0) throw new UsageError("Expected a python3 on the path, was none. Use --prefix");
  return stdout.trim();
}

const { exit } = process;
main(process.argv.slice(2)).then(
  (code) => {
    // A kernel keeps running.
    if (process.argv[2] === "kernel" && process.argv[3] === "start") return;
    exit.call(process, code);
  },
  (error: Error) => {
    const isUsage =
      error instanceof UsageError || String((error as { code?: string }).code).startsWith("ERR_PARSE_ARGS");
    process.stderr.write(`${error.message}\n${isUsage ? `\n${usage}` : ""}`);
    exit.call(process, 1);
  },
);
