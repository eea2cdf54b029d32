import type { Journal } from "../../core/journal/journal";
import { HashedBytes } from "./hashed-bytes";
import { writeEvent as writeEvent1 } from "./v1";
import { writeEvent as writeEvent2 } from "./v2";
import { writeEvent as writeEvent3 } from "./v3";

/**
 * How each version writes an event, by the prefix of its fingerprints, newest last. Every version stays, because
 * stored sessions have fingerprints of all of them.
 */
const versions = { "": writeEvent1, "v2:": writeEvent2, "v3:": writeEvent3 } as const;

/** The prefix of the fingerprints of one version. */
type Version = keyof typeof versions;

/** The version of fingerprints that are not compared with an older one, with which they begin. */
export const newestFingerprint = "v3:" satisfies Version;
const newest: Version = newestFingerprint;

/**
 * A version and the SHA-256 over everything a session decided: each event of its orders and fills, in order, and the
 * cash after them. How it ended, and which orders that canceled, is not decided by it. It can be read at any time, and
 * goes on from there.
 */
export class Fingerprint {
  readonly #journal: Journal;
  readonly #version: Version;
  readonly #bytes = new HashedBytes();
  #events = 0;

  /** `like`: a fingerprint whose version to use; `undefined` for the newest. */
  constructor(journal: Journal, like?: string) {
    this.#journal = journal;
    this.#version = like === undefined ? newest : versionOf(like);
  }

  /** Returns the fingerprint of what has happened so far, or of the first `events`, with `cash` in the account. */
  read(cash: number, events = this.#journal.length): string {
    const write = versions[this.#version];
    while (this.#events < events) write(this.#journal, this.#events++, this.#bytes);
    return `${this.#version}${this.#bytes.hashWith(cash)}`;
  }
}

/** Returns the fingerprints of a session in every version, newest first, with `cash` in the account. */
export function fingerprintsOf(journal: Journal, cash: number): string[] {
  return Object.keys(versions)
    .reverse()
    .map((version) => new Fingerprint(journal, version).read(cash));
}

/** Whether this paperlab knows the version of a fingerprint. */
export function isKnownFingerprint(fingerprint: string): boolean {
  return prefixOf(fingerprint) in versions;
}

function versionOf(fingerprint: string): Version {
  const prefix = prefixOf(fingerprint);
  if (prefix in versions) return prefix as Version;
  throw new Error(`Expected a fingerprint of a version that is known, was ${fingerprint}`);
}

function prefixOf(fingerprint: string): string {
  return fingerprint.slice(0, fingerprint.indexOf(":") + 1);
}
