import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { compileFunction } from "node:vm";
import { thrownText } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { checkStrategy } from "../../strategy/define-strategy";
import { defaultParams } from "../../strategy/params";
import type { AnyStrategy } from "../../strategy/strategy";
import { required } from "./names";
import type { TravelingModule } from "./traveling-code";

/** The files of a module by their paths, and their code as CommonJS. */
interface Loaded {
  readonly texts: Map<string, string>;
  readonly compiled: Map<string, (...given: unknown[]) => void>;
}

/**
 * Returns where a strategy is found: a file that exports it, with the SHA-256 of the file and of all that it imports by
 * relative paths. Throws MISSING_FILE if it is not there, and INVALID_STRATEGY if it cannot be loaded, or exports no strategy
 * of that name.
 */
export function travelingModule(path: string, strategy: AnyStrategy): TravelingModule {
  const file = resolve(path);
  if (!isFile(file)) throw new PaperLabError("MISSING_FILE", `Expected module to be a file, but there is no ${path}`);
  const loaded: Loaded = { texts: new Map(), compiled: new Map() };
  checkSame(strategyIn(exportsOf(file, loaded), strategy.name, path), strategy, path);
  const hashes = [...loaded.texts].map(([one, text]) => [slashed(relative(dirname(file), one)), hashOf(text)]);
  const place = slashed(relative(process.cwd(), file));
  return { path: file, relative: place, strategy: strategy.name, files: Object.fromEntries(hashes) };
}

/**
 * Returns the strategy of a module, made anew by running its files. It is looked for under its path from the working folder, and
 * then under its absolute one. Throws CANNOT_TRAVEL if it is not there, or if a file is another one.
 */
export function arrivedModule(module: TravelingModule): AnyStrategy {
  const loaded = programs.get(module) ?? { texts: new Map(), compiled: new Map() };
  programs.set(module, loaded);
  const file = [resolve(module.relative), module.path].find(isFile);
  if (file === undefined) throw cannot(module, "it is not here");
  const exported = exportsOf(file, loaded);
  for (const [one, text] of loaded.texts) {
    const name = slashed(relative(dirname(file), one));
    if (module.files[name] !== hashOf(text)) throw cannot(module, `${name} is not as it was there`);
  }
  return strategyIn(exported, module.strategy, module.relative);
}

const programs = new WeakMap<TravelingModule, Loaded>();

function cannot({ relative: path }: TravelingModule, why: string): PaperLabError {
  const message = `Expected the module ${path} to be the one that the sweep was made with, but ${why}. Give all machines the same files`;
  return new PaperLabError("CANNOT_TRAVEL", message);
}

function strategyIn(exported: unknown, name: string, path: string): AnyStrategy {
  const found = Object.values(Object(exported)).find((one) => (one as { name?: unknown } | null)?.name === name);
  if (found === undefined || typeof found !== "object")
    throw new PaperLabError(
      "INVALID_STRATEGY",
      `Expected ${path} to be a module that exports strategy "${name}", but it exports none of that name`,
    );
  checkStrategy(found);
  return found as AnyStrategy;
}

// How functions were compiled may differ, and so their texts. Params tell files that were edited, or are others.
function checkSame(found: AnyStrategy, given: AnyStrategy, path: string): void {
  const textOf = (strategy: AnyStrategy) => JSON.stringify(defaultParams(strategy));
  if (textOf(found) === textOf(given)) return;
  const message = `Expected strategy "${given.name}" of ${path} to be the one that was given, but its params are others. Run the cell that imports it again`;
  throw new PaperLabError("INVALID_STRATEGY", message);
}

// A module of its own for each call, so that runs share no variables.
function exportsOf(file: string, loaded: Loaded): unknown {
  const modules = new Map<string, { exports: unknown }>();
  const load = (path: string): unknown => {
    const known = modules.get(path);
    if (known !== undefined) return known.exports;
    const module: { exports: unknown } = { exports: {} };
    modules.set(path, module);
    const from = createRequire(path);
    const requires = (id: string) => {
      if (/^\.{1,2}\//.test(id)) return load(fileOf(resolve(dirname(path), id)) ?? from.resolve(id));
      return id === "paperlab" ? required(id) : from(id);
    };
    codeOf(path, loaded)(module.exports, requires, module, path, dirname(path));
    return module.exports;
  };
  try {
    return load(file);
  } catch (cause) {
    throw cause instanceof PaperLabError ? cause : unloadable(file, cause);
  }
}

// Code that is no CommonJS when it is transpiled has an await or import.meta outside functions, or is broken.
function unloadable(file: string, cause: unknown): PaperLabError {
  const { code, name } = Object(cause) as { readonly code?: unknown; readonly name?: unknown };
  const cure =
    name === "SyntaxError"
      ? ". A module of a sweep is loaded as CommonJS: have no await outside functions and no import.meta in it"
      : code === "ERR_REQUIRE_ESM"
        ? ". A module of a sweep can import packages that have CommonJS only"
        : "";
  const message = `Expected the module ${slashed(relative(process.cwd(), file))} to be loaded, but it failed: ${thrownText(cause)}${cure}`;
  return new PaperLabError("INVALID_STRATEGY", message, { cause });
}

function codeOf(path: string, { texts, compiled }: Loaded): (...given: unknown[]) => void {
  const known = compiled.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(path, "utf8");
  texts.set(path, text);
  // The bundler would replace the last name, even within a text.
  const given = ["exports", "require", "module", "__filename", `__${"dirname"}`];
  const code = compileFunction(commonJs(path, text), given, { filename: path }) as (...all: unknown[]) => void;
  compiled.set(path, code);
  return code;
}

// TypeScript is loaded only for code that needs it: that takes some tenths of a second.
function commonJs(path: string, text: string): string {
  if (path.endsWith(".json")) return `module.exports = ${text};`;
  if (path.endsWith(".cjs") || (path.endsWith(".js") && !/^\s*(import|export)\b/m.test(text))) return text;
  const ts = require("typescript") as typeof import("typescript");
  const { ES2022 } = ts.ScriptTarget;
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ES2022, esModuleInterop: true };
  // By its name, TypeScript would leave an ES module as it is.
  const fileName = path.replace(/\.m([jt]s)$/, ".$1");
  return ts.transpileModule(text, { compilerOptions, fileName }).outputText;
}

function fileOf(path: string): string | undefined {
  const typed = path.replace(/js$/, "ts");
  const endings = [".ts", ".js", ".mts", ".mjs", ".cjs", ".json"].flatMap((one) => [
    path + one,
    join(path, `index${one}`),
  ]);
  return [path, typed, ...endings].find(isFile);
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function slashed(path: string): string {
  return path.replaceAll(sep, "/");
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
