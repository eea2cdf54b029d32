import { CellSources } from "../errors/frames";
import { reportOf } from "../errors/report";
import { sendable } from "../results/bundle";
import { printPromisesPlainly } from "../results/promises";
import type { StackPlace } from "../thread/channel";
import type { ErrorReport, ExecuteReply, ExecuteRequest } from "../thread/execution";
import { noExecution, pastExecutions, SharedFlags } from "../thread/flags";
import { asInterrupt, Breaker } from "./breakable";
import { Cell, currentCell, Interrupted, inCell, type Publish } from "./cell";
import { Displays } from "./displays";
import { installHook, type KernelHook, type RunningSession, standStill } from "./hook";
import { Interpreter, type Outcome } from "./interpreter";
import { guardProcess } from "./process-guard";
import { Streams } from "./streams";
import { cellsWithTimers, stopTimers, watchTimers } from "./timers";

/** What an executor needs. */
export interface ExecutorOptions {
  /** The folder of the notebook. */
  readonly folder: string;
  /** The folder of paperlab's package. */
  readonly paperlab: string;
  /** The loops of cells check these. */
  readonly flags?: SharedFlags;
  /** Folders whose code is not shown in stacks. */
  readonly hidden: readonly string[];
  /** Returns the stack of this thread when it was last looked at from outside. */
  readonly stood?: () => readonly StackPlace[];
}

// Milliseconds that an interrupted cell has to end by itself: without sessions, and with sessions that are about to
// pause.
const grace = 60;
const longGrace = 700;
const neverSettles =
  "Expected what the cell awaits to settle, but nothing is left that could settle it: no timer, file, socket or " +
  "session that runs";
// Milliseconds between two checks of that.
const turn = 5;
// Milliseconds for which the loops of an abandoned cell still check for the interrupt.
const aftermath = 10_000;

/** Executes the cells of one notebook, one after the other, and publishes their outputs. */
export class Executor {
  readonly interpreter: Interpreter;
  readonly #streams = new Streams();
  readonly #displays = new Displays(
    this.#streams,
    () => this.#last,
    (frame) => this.#frameOf(frame),
  );
  readonly #sources: CellSources;
  readonly #hook: KernelHook;
  readonly #flags: SharedFlags;
  readonly #breaker: Breaker;
  readonly #paperlab: string;
  // The original function. Cells get one that is watched.
  readonly #setTimeout = setTimeout;
  #count = 0;
  #id = 0;
  #current: Cell | undefined;
  #last: Cell | undefined;
  #stuck: Cell | undefined;
  /** Ends the running cell with an error, whatever happens to its work. */
  #giveUp: (error: unknown) => void = () => {};

  constructor({ folder, paperlab, flags = new SharedFlags(), hidden, stood = () => [] }: ExecutorOptions) {
    this.#flags = flags;
    this.#paperlab = paperlab;
    this.#sources = new CellSources(folder, hidden);
    this.#breaker = new Breaker(this.#sources, stood);
    const check = () => this.#check();
    this.#hook = installHook(this.#displays, this.#breaker, flags);
    this.interpreter = new Interpreter({
      folder,
      paperlab,
      sources: this.#sources,
      breaker: this.#breaker,
      flags,
      check,
      standStill: (names) => standStill(this.#hook.sessions.keys(), names),
      report: (error) => this.#report(error),
      writeDisplay: ({ data, transient }, update) => {
        const { display_id: id } = transient as { display_id?: string };
        this.#displays.show({ ...data }, id === undefined ? undefined : { id, update });
      },
    });
    this.#takeOver();
  }

  /** Executes a cell. Also resolves if it fails or is interrupted. `id`: the number that an interrupt uses for it. */
  execute(request: ExecuteRequest, publish: Publish, id = this.#id + 1): Promise<ExecuteReply> {
    const { silent = false } = request;
    const counts = !silent && request.store_history !== false;
    if (counts) this.#count++;
    const count = this.#count;
    // Code that is not counted must not take a cell's number.
    const cell = new Cell(counts ? `cell ${count}` : "expression", silent ? () => {} : publish);
    cell.publish({ type: "execute_input", content: { code: request.code, execution_count: count } });
    this.#begin(cell, id);
    return new Promise((resolve) => {
      const end = (reply: ExecuteReply) => {
        if (this.#current === cell) this.#end(cell);
        resolve(reply);
      };
      this.#giveUp = (error) => {
        if (this.#current === cell) end(this.#replyOf(this.#failed(error, cell, count), {}, count));
      };
      this.#carryOut(request, cell, count).then(end, this.#giveUp);
    });
  }

  async #carryOut(request: ExecuteRequest, cell: Cell, count: number): Promise<ExecuteReply> {
    const outcome = this.#orInterrupted(await this.#run(request.code, cell), cell);
    if (cell.interrupted) await this.#settled(cell);
    inCell(cell, () => this.#callAtEnd(cell));
    // The cell was abandoned in the meantime.
    if (this.#current !== cell) throw new Interrupted();
    this.#streams.flush();
    const shown = this.#show(outcome, cell, count);
    const answers: Record<string, unknown> = {};
    if (shown.status === "ok") {
      const expressions = Object.entries(request.user_expressions ?? {});
      for (const [name, code] of expressions) answers[name] = await this.#evaluate(String(code));
    }
    return this.#replyOf(shown, answers, count);
  }

  /**
   * Interrupts the running cell. If there is none, it interrupts what earlier cells have started: sessions, timers and
   * loops that wait.
   */
  async interrupt(): Promise<void> {
    const cell = this.#current;
    if (cell === undefined) return this.#interruptBackground();
    cell.interrupt();
    const goesOn = () => this.#current === cell;
    await this.#pauseWhile(goesOn, this.#sessionsOf(cell).length > 0 ? longGrace : grace);
    if (!goesOn()) return;
    const sessions = this.#sessionsOf(cell);
    // A strategy may have to wait for a timer of its own before its session can be PAUSED.
    if (sessions.length === 0) stopTimers(cell);
    else void paused(sessions).then(() => stopTimers(cell));
    const reason = this.#breaker.interrupted();
    cell.abandon(reason);
    // Breaking off may have lost the promise that would have ended the cell.
    await this.#pauseWhile(goesOn, sessions.length > 0 ? 2 * longGrace : grace);
    if (goesOn()) this.#giveUp(reason);
  }

  /** Ends the running cell with an error, because nothing is left that could settle what it awaits. */
  stopWaiting(): void {
    const cell = this.#current;
    if (cell === undefined) return;
    // What an interrupt has broken off settles nothing either.
    const error = this.#flags.interrupted === this.#id ? this.#breaker.interrupted() : new Error(neverSettles);
    // Its own promise can still tell what it declared. The second time, not even that helped.
    if (this.#stuck === cell) this.#giveUp(error);
    else cell.abandon(error);
    this.#stuck = cell;
  }

  /** Pauses every running session, with everything kept. */
  async checkpoint(): Promise<void> {
    await paused([...this.#hook.sessions.keys()]);
  }

  /** Restores the streams of this process. */
  close(): void {
    this.#streams.release();
    this.interpreter.compiler.close();
  }

  async #interruptBackground(): Promise<void> {
    const broken = this.#breaker.interrupted();
    const { traceback } = reportOf(broken, this.#sources);
    if (this.#last !== undefined && this.#sources.framesOf(broken).length > 0) {
      this.#streams.write(this.#last, "stderr", `${traceback.join("\n")}\n`);
    }
    for (const cell of new Set([...cellsWithTimers(), this.#last])) {
      cell?.interrupt();
      if (cell !== undefined) stopTimers(cell);
    }
    this.#endLoops();
    await this.checkpoint();
  }

  // A failure in here belongs to the cell. The next cell must run.
  async #run(code: string, cell: Cell): Promise<Outcome> {
    try {
      return await this.interpreter.run(code, cell);
    } catch (error) {
      return { status: "error", report: this.#report(error) };
    }
  }

  // Errors are the user's objects. Their getters may loop for ever.
  #report(error: unknown): ErrorReport {
    try {
      return this.#hook.interruptible(() => reportOf(asInterrupt(error), this.#sources));
    } catch (failure) {
      return reportOf(asInterrupt(failure), this.#sources);
    }
  }

  // The interrupt came while the cell was being compiled, or while it could not notice it.
  #orInterrupted(outcome: Outcome, cell: Cell): Outcome {
    if (this.#flags.interrupted !== this.#id || cell.interrupted) return outcome;
    cell.interrupt();
    if (outcome.status === "error") return outcome;
    return { status: "error", report: reportOf(this.#breaker.interrupted(), this.#sources) };
  }

  #begin(cell: Cell, id: number): void {
    this.#id = id;
    // An interrupt may have come before the cell.
    const { interrupted } = this.#flags;
    if (interrupted !== id && interrupted !== pastExecutions) this.#flags.interrupted = noExecution;
    this.#breaker.forget();
    this.#current = cell;
    this.#last = cell;
    this.#streams.follow(cell);
    // An earlier cell may have replaced Error.prepareStackTrace.
    this.#sources.install();
  }

  #end(cell: Cell): void {
    this.#current = undefined;
    this.#flags.interrupted = noExecution;
    if (cell.interrupted) this.#endLoops();
  }

  // Loops of interrupted cells end at their next turn.
  #endLoops(): void {
    this.#flags.interrupted = pastExecutions;
    this.#setTimeout(() => {
      if (this.#flags.interrupted === pastExecutions) this.#flags.interrupted = noExecution;
    }, aftermath).unref();
  }

  #callAtEnd({ atEnd }: Cell): void {
    for (const work of atEnd) {
      try {
        work();
      } catch (error) {
        console.error(error);
      }
    }
    atEnd.clear();
  }

  // Showing a value runs code of the cell, which may throw or loop for ever.
  #show(outcome: Outcome, cell: Cell, count: number): Outcome {
    if (outcome.status === "error") {
      cell.publish({ type: "error", content: { ...outcome.report } });
      return outcome;
    }
    try {
      const { value } = outcome;
      if (value === undefined || value === null || cell.shows(value)) return outcome;
      inCell(cell, () => this.#hook.interruptible(() => this.#displays.showResult(value, cell, count)));
      return outcome;
    } catch (error) {
      return this.#failed(error, cell, count);
    }
  }

  #failed(error: unknown, cell: Cell, count: number): Outcome {
    return this.#show({ status: "error", report: this.#report(error) }, cell, count);
  }

  #replyOf(outcome: Outcome, answers: Record<string, unknown>, count: number): ExecuteReply {
    if (outcome.status === "error") return { status: "error", execution_count: count, ...outcome.report };
    return { status: "ok", execution_count: count, payload: [], user_expressions: answers };
  }

  async #evaluate(code: string): Promise<object> {
    const outcome = await this.interpreter.run(code, new Cell("expression", () => {}));
    if (outcome.status === "error") return { status: "error", ...outcome.report };
    const { value } = outcome;
    const { data, missing } = this.#hook.interruptible(() => sendable(this.#displays.bundleOf(value)));
    const text = [data["text/plain"], ...missing].join("\n");
    return { status: "ok", data: { ...data, "text/plain": text }, metadata: {} };
  }

  #check(): void {
    const { interrupted } = this.#flags;
    if (interrupted === noExecution) return;
    const cell = currentCell();
    // A loop that never yields notices the interrupt only here.
    if (interrupted === this.#id && cell === this.#current) cell?.interrupt();
    if (cell?.interrupted) throw new Interrupted();
  }

  // An interrupted cell ends when its sessions rest, even those that it did not wait for. But it does end.
  async #settled(cell: Cell): Promise<void> {
    await Promise.race([paused(this.#sessionsOf(cell)), this.#pause(longGrace)]);
    for (const { name } of this.#sessionsOf(cell)) {
      const why = `Session "${name}" is PAUSED when the promise of its strategy settles or is given up`;
      this.#streams.write(cell, "stderr", `${why}, which takes some seconds\n`);
    }
  }

  #sessionsOf(cell: Cell): RunningSession[] {
    return Array.from(this.#hook.sessions).flatMap(([session, owner]) => (owner === cell ? [session] : []));
  }

  #frameOf(frame: object): unknown {
    const { dfd } = require(this.#paperlab);
    const { $isSeries, values, columns, index } = frame as Record<string, never>;
    return $isSeries ? new dfd.Series(values, { columns, index }) : new dfd.DataFrame(values, { columns, index });
  }

  #takeOver(): void {
    this.#streams.capture();
    console.clear = () => this.#displays.clear(false);
    printPromisesPlainly();
    watchTimers();
    guardProcess((what, error) => {
      const cell = currentCell() ?? this.#last;
      const text = `${what}: ${reportOf(error, this.#sources).traceback.join("\n")}\n`;
      if (cell === undefined) process.stderr.write(text);
      // The interrupt itself has already been reported.
      else if (!cell.interrupted || !isInterrupt(error)) this.#streams.write(cell, "stderr", text);
    });
  }

  async #pauseWhile(goesOn: () => boolean, most: number): Promise<void> {
    // Counted in turns of the event loop, which take longer if other programs keep the machine busy.
    for (let turns = 0; goesOn() && turns < most / turn; turns++) await this.#pause(turn);
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.#setTimeout(resolve, milliseconds));
  }
}

async function paused(sessions: readonly RunningSession[]): Promise<void> {
  await Promise.allSettled(sessions.map((session) => session.pauseNow()));
}

function isInterrupt(error: unknown): boolean {
  return error instanceof Interrupted || (error as { code?: unknown } | undefined)?.code === "INTERRUPTED";
}
