import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as paperlab from "../../src/index";
import { newFile } from "../api/labs";

const folder = join(__dirname, "..", "..", "fixtures", "stored");

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

/** The versions of stored files, the oldest first. */
export const storedVersions = readdirSync(folder)
  .flatMap((name) => /^v(\d+)\.db$/.exec(name)?.[1] ?? [])
  .map(Number)
  .sort((a, b) => a - b);

/** Copies the stored file of a version to a folder of its own, and returns its path. */
export function copyOf(version: number): string {
  const file = newFile();
  copyFileSync(join(folder, `v${version}.db`), file);
  return file;
}

/** What the sessions of a stored file showed to the code that made it: as stored, and gone on to their ends. */
export function goldenOf(version: number): Record<"stored" | "ends", Record<string, Shown>> {
  return JSON.parse(readFileSync(join(folder, `v${version}.json`), "utf8"));
}

/** Opens a stored session so that it can go on, with all that its cell has of its own. */
export function reopened(lab: paperlab.Lab, name: string): Promise<paperlab.Session> {
  const [feed, strategy, { commission }] = cells[name];
  return lab.session(name, { strategy, feed, commission });
}
