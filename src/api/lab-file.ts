import type { PaperLabError } from "../errors";
import { LabSessions, type SessionName } from "../session/lab-sessions";
import type { Store } from "../store/store";
import { LabSweeps } from "../sweep/lab-sweeps";
import { takeTurns } from "../turns";
import { SESSIONS_OF_CARD } from "../views/lab/card";

/** What the labs of one file share in this process: its store, and its sessions, of which there is one object each. */
export class LabFile {
  readonly store: Store;
  readonly sessions: LabSessions;
  readonly sweeps: LabSweeps;
  /** Calls that change which sessions there are take turns, so that no name is given twice. */
  readonly turns = takeTurns();
  readonly #ended: (() => void) | undefined;
  #labs = 1;

  /** It counts as open in one lab. `ended`: called when the last one has closed it. */
  constructor(store: Store, names?: Map<number, SessionName>, ended?: () => void) {
    this.store = store;
    this.sessions = new LabSessions(store, names);
    this.sweeps = new LabSweeps(store.sweeps);
    this.#ended = ended;
  }

  /** Counts one more lab, and brings its sessions up to date. Returns false if it has been closed. */
  join(): Promise<boolean> {
    return this.turns(async () => {
      if (this.#labs === 0) return false;
      await this.sessions.refresh();
      this.#labs++;
      return true;
    });
  }

  /**
   * Counts one lab less: pauses and writes the sessions that it used, and lets other processes have them. The last one
   * does so with every session, and closes the file. After that, `reason` is the error of whoever runs one.
   */
  async leave(used: Iterable<number>, reason: PaperLabError): Promise<void> {
    await this.turns(async () => {
      this.#labs--;
      if (this.#labs > 0) return this.sessions.letGo(used);
      try {
        await this.sweeps.close();
        await this.sessions.close(reason);
      } finally {
        await this.store.close().finally(() => this.#ended?.());
      }
    });
  }
}

// The files that are open in this process, by what distinguishes them from all others.
const open = new Map<string, LabFile>();
const opening = takeTurns();

/**
 * Opens a file, or joins the labs of this process that have it open, by whatever path. One that could only be read is
 * opened anew once it can be written.
 */
export async function openLabFile(path: string): Promise<LabFile> {
  for (;;) {
    // One after the other, so that no file is opened twice.
    const { file, isNew } = await opening(async () => {
      const known = await openFile(path);
      return { file: known ?? (await newFile(path)), isNew: known === undefined };
    });
    if (isNew || (await file.join())) return file;
  }
}

async function openFile(path: string): Promise<LabFile | undefined> {
  const { identityOf, inspectFile } = await import("../store/store");
  const identity = await identityOf(path);
  const known = identity === undefined ? undefined : open.get(identity);
  if (known === undefined || known.store.writable) return known;
  return (await inspectFile(path)).writable ? undefined : known;
}

async function newFile(path: string): Promise<LabFile> {
  const { openStore, identityOf } = await import("../store/store");
  const store = await openStore(path);
  const identity = (await identityOf(path)) ?? path;
  const file = new LabFile(store, await store.names(), () => {
    if (open.get(identity) === file) open.delete(identity);
  });
  await file.sessions.unfinished.readAhead([...file.sessions.names].slice(-SESSIONS_OF_CARD));
  open.set(identity, file);
  return file;
}
