import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as paperlab from "../../../src/index";
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

/** The cells that made the stored files, by the names of their sessions. */
export const cells: Readonly<Record<string, Cell>> = require(join(folder, "sessions.cjs")).cellsOf(paperlab);

/** The names of the stored files, by the versions that they are of, the newest last. */
export const storedFiles = readdirSync(folder)
  .flatMap((name) => /^(v\d+.*)\.db$/.exec(name)?.[1] ?? [])
  .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));

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

/** Opens a stored session so that it can go on, with all that its cell has of its own. */
export function reopened(lab: paperlab.Lab, name: string): Promise<paperlab.Session> {
  const [feed, strategy, { commission }] = cells[name];
  return lab.session(name, { strategy, feed, commission });
}
