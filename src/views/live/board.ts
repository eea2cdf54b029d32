import { clearInterval, setInterval, setTimeout } from "node:timers";
import { displayable } from "../../notebook/display";
import { kernelHook, type NotebookCell } from "../../notebook/hook";
import { type LiveDisplay, liveDisplay } from "../../notebook/show";
import type { SessionCore } from "../../session/core";
import type { SessionStatus } from "../../session/record/status";
import { type BoardRow, boardCard, type Glance, glanceAt, liveCard } from "./view";

// Milliseconds between two updates: four a second.
const interval = 250;

/** A session on the board. */
interface Entry {
  /** The session and its core. Dropped once only its row is shown. */
  session: object | undefined;
  core: SessionCore | undefined;
  /** Its last glance. */
  glance: Glance;
  running: boolean;
  /** Its steps when it was first seen here. */
  readonly stepsThen: number;
  /** When it was first seen to go on, milliseconds, and its steps then. A stored one first takes its old steps again. */
  begun?: { readonly at: number; readonly steps: number };
}

/** One place in a notebook's output that shows sessions while they run: a card for one, a table for several. */
export class LiveBoard {
  // The key is an object that each session has of its own, even in several labs, and that is small enough to keep.
  readonly #entries = new Map<SessionStatus, Entry>();
  readonly #send: LiveDisplay;
  readonly #cell: NotebookCell | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `cell`: the cell that it belongs to. When the cell's code ends, the board is brought up to date. */
  constructor(send: LiveDisplay, cell?: NotebookCell) {
    this.#send = send;
    this.#cell = cell;
  }

  /**
   * Shows a session from now on. The session prints itself when it is over. Returns a function to call when it no
   * longer runs.
   */
  add(session: object, core: SessionCore): () => void {
    const glance = glanceAt(core);
    const entry: Entry = {
      ...{ session, core, glance, running: true },
      stepsThen: glance.steps,
    };
    this.#entries.set(core.status, entry);
    this.#cell?.listed.add(session);
    // The first session was shown as a card.
    if (this.#entries.size === 2) for (const other of this.#entries.values()) this.#letGo(other);
    this.#cell?.atEnd.add(this.#update);
    this.#timer ??= setInterval(this.#update, interval).unref();
    return () => {
      entry.running = false;
      entry.glance = glanceAt(core);
      this.#letGo(entry);
      this.#settle();
    };
  }

  // Of several sessions only rows are shown, so those that are over need not be kept.
  #letGo(entry: Entry): void {
    if (entry.running || this.#entries.size === 1) return;
    if (entry.session !== undefined) this.#cell?.shown.delete(entry.session);
    entry.session = undefined;
    entry.core = undefined;
  }

  #settle(): void {
    for (const { running } of this.#entries.values()) if (running) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    // While the code of its cell runs, more may come. When it ends, the board is updated anyway.
    if (this.#cell?.atEnd.has(this.#update) !== true) this.#update();
  }

  readonly #update = (): void => {
    const entries = [...this.#entries.values()];
    const [{ session, core, running }] = entries;
    if (entries.length > 1 || session === undefined || core === undefined) {
      this.#send(displayable({}, boardCard(entries.map(rowOf))));
    } else if (running || (this.#cell === undefined && core.status.state === "PAUSED")) {
      this.#send(displayable({}, liveCard(core, rowOf(entries[0]))));
    } else {
      this.#cell?.shown.add(session);
      this.#send(session);
    }
  };
}

function rowOf(entry: Entry): BoardRow {
  const { core, running, glance } = entry;
  if (core === undefined || !running) return { glance, secondsLeft: undefined };
  const now = glanceAt(core);
  return { glance: now, secondsLeft: secondsLeft(entry, now) };
}

function secondsLeft(entry: Entry, { steps, stepsLeft }: Glance): number | undefined {
  if (entry.begun === undefined && steps > entry.stepsThen) entry.begun = { at: performance.now(), steps };
  const { begun } = entry;
  if (begun === undefined || stepsLeft === undefined) return undefined;
  const seconds = (performance.now() - begun.at) / 1000;
  const taken = steps - begun.steps;
  return seconds < 1 || taken === 0 ? undefined : (seconds / taken) * stepsLeft;
}

const boards = new WeakMap<NotebookCell, LiveBoard>();

/** Returns the board of the cell whose code runs; `undefined` outside paperlab's kernel. */
export function boardOfCell(): LiveBoard | undefined {
  const cell = kernelHook()?.cell();
  if (cell === undefined) return undefined;
  const board = boards.get(cell) ?? newBoard(cell);
  if (board !== undefined) boards.set(cell, board);
  return board;
}

function newBoard(cell: NotebookCell): LiveBoard | undefined {
  const send = liveDisplay();
  return send && new LiveBoard(send, cell);
}

/**
 * Shows a session in a place of its own that is updated until the session is over, even after its cell has ended. One that another
 * process runs is read from the file, once a second at most, also outside notebooks, where nothing is shown.
 */
export function watchSession(session: object, core: SessionCore): void {
  const send = liveDisplay();
  if (send === undefined) {
    if (core.maySomebodyElseRun) followElsewhere(core, () => {});
    return;
  }
  const board = new LiveBoard(send);
  let end: (() => void) | undefined;
  const follow = () => {
    if (core.status.state === "RUNNING") end ??= board.add(session, core);
    else if (end !== undefined) {
      end();
      end = undefined;
    }
  };
  core.listeners.add("state", follow);
  if (core.maySomebodyElseRun) followElsewhere(core, follow);
  if (core.status.state === "RUNNING") follow();
  else send(session);
}

// Milliseconds between two looks at the file, and how many times longer than a look that is at least.
const leastWait = 1000;
const shareOfWait = 10;

/** Looks at a session of another process again and again until it has ended or is started here, and calls `moved` after each look. */
export function followElsewhere(core: SessionCore, moved: () => void): void {
  const look = async () => {
    const begun = performance.now();
    try {
      await core.lookElsewhere();
    } catch (error) {
      // A file that is busy may not be so the next time.
      if ((error as { code?: unknown }).code === "LAB_CLOSED") return;
    }
    moved();
    const wait = Math.max(leastWait, shareOfWait * (performance.now() - begun));
    if (core.maySomebodyElseRun) setTimeout(look, wait).unref();
  };
  setTimeout(look, leastWait).unref();
}
