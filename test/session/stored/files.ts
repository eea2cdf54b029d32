import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as paperlab from "../../../src/index";
import { knownRules, type Rules } from "../../../src/run/rules";
import { newFile } from "../../api/labs";

const folder = join(__dirname, "../../../fixtures/stored");

type Cell = readonly [
  paperlab.Feed,
  paperlab.Strategy<paperlab.Params, unknown>,
  paperlab.SessionOptions<paperlab.Params> & { readonly name: string },
];

/** What a session shows, as `fixtures/stored/shown.cjs` has it. */
export interface Shown {
  readonly state: string;
  readonly steps: number;
  readonly fingerprint: string;
  readonly metrics: paperlab.Metrics;
  readonly frames: Readonly<Record<string, string>>;
}

/** Returns what a session shows, short enough to be kept beside the stored files. */
export const shownBy: (session: paperlab.Session) => Shown = require(join(folder, "shown.cjs")).shownBy;

/** The names of the stored files, by the versions that they are of, the newest last. */
export const storedFiles = readdirSync(folder)
  .flatMap((name) => /^(v\d+.*)\.db$/.exec(name)?.[1] ?? [])
  .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));

/** The stored file of now. */
export const newestFile = storedFiles[storedFiles.length - 1];

/** Returns the number of the rules under which the sessions of a stored file were made. */
export function rulesOf(file: string): number {
  const told = /rules(\d+)$/.exec(file)?.[1];
  if (told !== undefined) return Number(told);
  const version = Number(/\d+/.exec(file));
  if (version < 4) return 1;
  return version < 7 ? 2 : version < 8 ? 4 : 5;
}

const cellsByRules: Readonly<Record<number, Readonly<Record<string, Cell>>>> = {
  1: require(join(folder, "sessions.cjs")).cellsOf(paperlab),
  2: require(join(folder, "sessions-2.cjs")).cellsOf(paperlab),
  3: require(join(folder, "sessions-2.cjs")).cellsOf(paperlab),
  4: require(join(folder, "sessions-4.cjs")).cellsOf(paperlab),
  5: require(join(folder, "sessions-4.cjs")).cellsOf(paperlab),
  6: require(join(folder, "sessions-4.cjs")).cellsOf(paperlab),
  7: require(join(folder, "sessions-4.cjs")).cellsOf(paperlab),
  8: require(join(folder, "sessions-4.cjs")).cellsOf(paperlab),
  9: require(join(folder, "sessions-4.cjs")).cellsOf(paperlab),
  10: require(join(folder, "sessions-4.cjs")).cellsOf(paperlab),
};

/** Returns the cells that made a stored file, by the names of their sessions. */
export function cellsOf(file: string): Readonly<Record<string, Cell>> {
  return cellsByRules[rulesOf(file)];
}

/** Runs the tests of a suite as if there were no later rules than those of a stored file. */
export function underRulesOf(file: string): void {
  let later: Rules[] = [];
  before(() => {
    later = knownRules.splice(rulesOf(file));
  });
  after(() => {
    knownRules.push(...later);
  });
}

/** Returns what a session shows of what it showed when a golden of it was made: there were fewer metrics then. */
export function asThen(session: paperlab.Session, { metrics }: Shown): Shown {
  const shown = shownBy(session);
  const then = Object.keys(metrics).map((key) => [key, shown.metrics[key as keyof paperlab.Metrics]]);
  return { ...shown, metrics: Object.fromEntries(then) as unknown as paperlab.Metrics };
}

/** Copies a stored file to a folder of its own, and returns its path. */
export function copyOf(name: string): string {
  const file = newFile();
  copyFileSync(join(folder, `${name}.db`), file);
  return file;
}

/** What the sessions of a stored file showed to the code that made it: as stored, and gone on to their ends. */
export function goldenOf(name: string): Record<"stored" | "ends", Record<string, Shown>> {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
}

/** Opens a session of a stored file so that it can go on, with all that its cell has of its own. */
export function reopened(lab: paperlab.Lab, name: string, file = newestFile): Promise<paperlab.Session> {
  const [feed, strategy, { commission }] = cellsOf(file)[name];
  return lab.session(name, { strategy, feed, commission });
}
