import type { ErrorReport } from "../thread/execution";
import { excerptOf } from "./excerpt";
import type { CompileFault } from "./faults";
import { paint } from "./paint";

/**
 * A line meant for another kernel: a magic (`%time`), a shell command (`!ls`), or a request for help (`?sma`, `sma?`).
 */
interface Magic {
  /** Its beginning: `%time`, `!ls`, `?`. */
  readonly name: string;
  readonly advice: string;
  /** Its line, from 0, if the fault is in another line. */
  readonly at?: number;
}

// IPython's magics, each with what to use here instead. Any other gets general advice.
const advices: readonly (readonly [names: string, advice: string])[] = [
  ["time timeit prun", 'put the code between console.time("run") and console.timeEnd("run")'],
  [
    "bash sh script system sx",
    'run a program with require("node:child_process").execSync("...", { encoding: "utf8" })',
  ],
  ["pip conda mamba uv", "install packages with npm, in a terminal in the folder of the notebook"],
  ["matplotlib pylab", "figures need no preparation: end the cell with { data, layout }, or show it with display"],
  ["load_ext reload_ext autoreload", "a changed module is loaded again by itself"],
  ["cd", "call process.chdir(...)"],
  ["pwd", "call process.cwd()"],
  ["ls ll", 'call require("node:fs").readdirSync(".")'],
  ["cat", 'call require("node:fs").readFileSync("...", "utf8")'],
  ["env set_env", "read and set process.env"],
  ["run load", "import the file"],
  ["writefile", 'call require("node:fs").writeFileSync("...", text)'],
  ["html markdown latex svg", 'call display({ [Symbol.for("Jupyter.display")]: { "text/html": "..." } })'],
  ["capture", "call clearOutput() when the cell is done"],
  ["javascript js typescript ts", "every cell is TypeScript already"],
];

/**
 * Describes a cell that does not compile because a line is meant for another kernel: which, and what to use here.
 * `undefined` if the first fault is of another kind.
 */
export function magicReport(faults: readonly CompileFault[], source: string, label: string): ErrorReport | undefined {
  const [first] = faults
    .filter(({ file }) => file === undefined)
    .sort((a, b) => a.start.line - b.start.line || a.start.column - b.start.column);
  if (first === undefined) return undefined;
  const lines = source.split("\n");
  const at = first.start.line - 1;
  const magic =
    magicIn(lines[at] ?? "") ??
    bareCommand(lines[at] ?? "", first) ??
    (isGrammar(first) ? helpNear(lines, at) : undefined);
  if (magic === undefined) return undefined;
  const line = magic.at ?? at;
  const evalue = `"${magic.name}" is not TypeScript: ${magic.advice}`;
  const place = { line: line + 1, column: 1 + lines[line].search(/\S/) };
  const head = `${paint("red", "NotTypeScript")}: ${evalue}`;
  const excerpt = excerptOf(source, place, lines[line].trim().length);
  const traceback = [head, "", paint("green", `${label}, line ${line + 1}`), ...excerpt.split("\n")];
  return { ename: "NotTypeScript", evalue, traceback };
}

function isGrammar({ code }: Pick<CompileFault, "code">): boolean {
  return code >= 1000 && code < 2000;
}

function magicIn(line: string): Magic | undefined {
  const [, signs, name] = /^\s*(%%?)([A-Za-z_]\w*)/.exec(line) ?? [];
  return name === undefined ? commandIn(line) : { name: signs + name, advice: adviceOn(name) };
}

// After `sma?`, the fault is at the start of the next line.
function helpNear(lines: readonly string[], at: number): Magic | undefined {
  let before = at - 1;
  while (before > 0 && lines[before].trim() === "") before--;
  for (const place of [at, before]) {
    const line = lines[place]?.trim() ?? "";
    const isHelp = /^[\w.$]+\s*\?{1,2}$/.test(line) || (place === at && /^\?{1,2}\s*[\w.$]+$/.test(line));
    if (isHelp) return { at: place, name: line, advice: "press Shift+Tab on a name to see what it is" };
  }
  return undefined;
}

function adviceOn(name: string): string {
  return advices.find(([names]) => names.split(" ").includes(name))?.[1] ?? "write what it does in TypeScript";
}

// `!ready && go()`, `!ready ? a : b` and `!a in b` are expressions. A command is followed by words, options or a pipe.
const command =
  /^\s*!\s*(?<text>(?<program>[\w./~-]+)(?<rest>\s+(?!in\b|instanceof\b|as\b)([\w"'$~@{]|\.\.?(?!\w)|[-/*.]\S|[|<>]\s*\w).*)?)\s*$/;

function commandIn(line: string): Magic | undefined {
  const { text, program, rest } = command.exec(line)?.groups ?? {};
  // `!session.done` reads a member.
  const isMember = rest === undefined && /^\w.*\./.test(program ?? "");
  if (text === undefined || isMember) return undefined;
  const name = `!${program}`;
  const call = callOf(program, text);
  const isVariable = rest === undefined && !ownAdvice.has(program);
  return { name, advice: isVariable ? `${call}, or declare ${program} if it is a variable` : call };
}

// What a program that is started would not do for the notebook.
const ownAdvice = new Set(["pip", "pip3", "conda", "cd"]);

function callOf(program: string, text: string): string {
  if (ownAdvice.has(program)) return adviceOn(program.replace(/\d$/, ""));
  return `run it with require("node:child_process").execSync(${JSON.stringify(text)}, { encoding: "utf8" })`;
}

const programs = "cat|cd|conda|cp|curl|git|head|ll|ls|mkdir|mv|npm|npx|pip3?|pwd|python3?|rm|touch|wget";
// `head - 3` and `cat in zoo` are expressions.
const words = String.raw`\s+(?!(in|instanceof|as)\b)(--?\w|[/*]\S|[\w"'$~]|\.\.?(?!\w)).*`;
const bare = new RegExp(`^\\s*(?<text>(?<alone>cd|ll|ls|pwd)|(?<program>${programs})${words})$`);

// `cd ..` and `ls -la`, which other kernels run even without a sign.
function bareCommand(line: string, { code, start }: CompileFault): Magic | undefined {
  const { text, alone, program = alone } = bare.exec(line.trimEnd())?.groups ?? {};
  if (program === undefined) return undefined;
  const isAtProgram = start.column === 1 + line.search(/\S/);
  if (!isAtProgram && !isGrammar({ code })) return undefined;
  return { name: program, advice: callOf(program, text) };
}
