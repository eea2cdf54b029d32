import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, join, sep } from "node:path";
import { riskMakers } from "../../core/account/rules/makers";
import { commissionMakers, latencyMakers, slippageMakers } from "../../core/models/makers";
import { all, any, driftOver } from "../../core/schedule/condition";
import { errorCodes, PaperLabError } from "../../errors";
import * as indicators from "../../strategy/indicators/index";
import { Param, param } from "../../strategy/param";
import { paramsOf } from "../../strategy/params";
import type { FindKnown } from "../../strategy/reach/known";
import type { KnownName } from "./traveling-code";

/** The makers of paperlab's own models and rules, by their names, which differ between all of them. */
export const makers: Readonly<Record<string, (params: never) => unknown>> = {
  ...commissionMakers,
  ...slippageMakers,
  ...latencyMakers,
  ...riskMakers,
};

// These must be those of this thread's engine, even if its code is bundled apart from the whole package.
const ofEngine: Readonly<Record<string, unknown>> = {
  ...indicators,
  ...{ all, any, driftOver, errorCodes, PaperLabError, Param, param, paramsOf },
};

const objectsOfLanguage = ["Math", "JSON", "Reflect", "Atomics", "Intl", "console", "process", "globalThis"] as const;

/**
 * Returns by which name everybody has a function, a module or an object; `undefined` for what is the user's. `name`: its
 * name where it was found.
 */
export function knownName(value: object, name: string, known: FindKnown): KnownName | undefined {
  const object = objectsOfLanguage.find((one) => Reflect.get(globalThis, one) === value);
  if (object !== undefined) return { of: "language", name: object };
  const found = known(value, name);
  if (found === undefined) return undefined;
  if (found.ours !== undefined) {
    const isExported = found.ours === "" || ofPaperlab(found.ours) === value;
    return isExported ? { of: "paperlab", name: found.ours } : undefined;
  }
  const { module, exportedAs = "", text } = found;
  if (module === undefined) return { of: "language", name: text.replace(/^JavaScript /, "") };
  if (isBuiltin(module)) return { of: "node", module, name: exportedAs };
  const place = placeIn(module);
  return place && { of: "package", name: exportedAs, ...place };
}

/** Returns what has a known name here. Throws an `Error` that says what is missing. */
export function knownBy({ of, name, module = "", version, file = "" }: KnownName): unknown {
  if (of === "language") return name.split(".").reduce<unknown>((at, one) => Reflect.get(Object(at), one), globalThis);
  if (of === "paperlab") return ofPaperlab(name);
  const loaded: unknown = of === "node" ? load(module) : load(join(folderOf(module, version), file));
  return name === "" ? loaded : Reflect.get(Object(loaded), name);
}

/** Loads what a function requires by name: paperlab, a module of Node, or an installed package. */
export function required(id: string): unknown {
  if (id === "paperlab") return ofPaperlab("");
  return isBuiltin(id)
    ? load(id)
    : (fromHere()
        .find(({ has }) => has(id))
        ?.load(id) ?? load(id));
}

const load = createRequire(__filename);
// The folder of paperlab's own modules: `src`, or `dist`, where this file is bundled with others.
const home = /^.*[\\/](?:src|dist)[\\/]/.exec(__filename)?.[0] ?? `${dirname(__filename)}${sep}`;
const installed = `${sep}node_modules${sep}`;

// The whole package is loaded only for what a run alone does not need.
function ofPaperlab(name: string): unknown {
  if (name !== "" && Object.hasOwn(ofEngine, name)) return ofEngine[name];
  const whole = load(join(home, "index")) as Readonly<Record<string, unknown>>;
  return name === "" ? whole : whole[name];
}

function placeIn(path: string): { module: string; version: string; file: string } | undefined {
  const start = path.lastIndexOf(installed) + installed.length;
  if (start < installed.length) return undefined;
  const [first, second] = path.slice(start).split(sep);
  const module = first.startsWith("@") ? `${first}/${second}` : first;
  const folder = path.slice(0, start) + module.replace("/", sep);
  const file = path.slice(folder.length + 1).replaceAll(sep, "/");
  return { module, version: versionIn(folder), file };
}

function versionIn(folder: string): string {
  try {
    return String(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version);
  } catch {
    return "?";
  }
}

// Packages of the working folder come before those that paperlab is installed beside.
function fromHere(): { load: NodeJS.Require; has: (id: string) => boolean }[] {
  return [join(process.cwd(), "x.js"), __filename].map((from) => {
    const one = createRequire(from);
    const has = (id: string) => {
      try {
        return one.resolve(id) !== "";
      } catch {
        return false;
      }
    };
    return { load: one, has };
  });
}

function folderOf(name: string, version: string | undefined): string {
  const folders = [process.cwd(), dirname(__filename)].flatMap((from) => above(from));
  const found = folders.map((one) => join(one, "node_modules", name)).filter((one) => versionIn(one) !== "?");
  const right = found.find((one) => versionIn(one) === version);
  if (right !== undefined) return right;
  const was = found.length === 0 ? "it is not installed" : `${versionIn(found[0])} is installed`;
  throw new Error(`Expected package ${name} ${version} here, as where the sweep was made, but ${was}`);
}

function above(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...above(parent)];
}
