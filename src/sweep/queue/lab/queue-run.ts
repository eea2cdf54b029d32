import { clearInterval, setInterval } from "node:timers";
import { PaperLabError } from "../../../errors";
import type { Executor, PointResult } from "../../plan/executor";
import { addedJob, idOf, type Job, type JobState, lackingWorker, lookUp } from "../jobs";
import { buildText, isSameBuild, membersThere, SAY_EVERY, sayThere } from "../members";
import { isOfBars } from "../pieces";
import { ownBuild, ownName, type Place } from "../place";
import { type JobResult, unpackedResult } from "../results";
import { unsignedText } from "../signed";
import type { Connection } from "./connection";
import { notReproducible, Verification } from "./verification";

/** What one call of a sweep knows of its runs and workers, however often it adds runs. */
export interface QueueMemory {
  /** What a run takes; `undefined` before it is measured. */
  milliseconds: number | undefined;
  /** How many runs of each worker were made here too. */
  readonly verified: Map<string, number>;
}

/** What a call that runs points over a queue needs. */
export interface QueueRunMeans {
  readonly connection: Connection;
  readonly place: Place;
  readonly plan: string;
  /** How many points the plan has, and which run of the sweep the first of them is. */
  readonly points: number;
  readonly first: number;
  readonly memory: QueueMemory;
  /** Makes runs in this process. */
  readonly here: Executor;
  readonly verify: number;
  /** Puts the plan and its bars into Redis again, if they are gone. `isAnew`: also bars that seem to be there. */
  put(isAnew: boolean): Promise<void>;
  took(result: PointResult): void;
  readonly signal: AbortSignal;
}

// Milliseconds between two looks at all jobs. Completions are also listened for, but the stream of events may be cut.
const LOOK_EVERY = 2000;
// Jobs that are in Redis at a time.
const MOST_JOBS = 2000;
const BATCH = 250;
// How often a job that failed as a whole is tried again.
const MOST_TRIES = 5;
// BullMQ's words for a job whose workers were lost, each time in the middle of it. Only that says something of its runs.
const STALLED = /stalled more than allowable limit/;
// Milliseconds without a worker after which the user is told.
const LONELY = 5000;

/** One call that runs points over a queue. */
export class QueueRun {
  readonly means: QueueRunMeans;
  readonly #verification: Verification;
  readonly #outstanding = new Map<string, Job>();
  readonly #tries = new Map<string, number>();
  readonly #ended = new Set<string>();
  readonly #taken: string[] = [];
  readonly #told = new Set<string>();
  // Workers without the files or packages of the strategy, and how many jobs came back from them.
  readonly #lacking = new Set<string>();
  #lacked = 0;
  // Whether a worker has found other bars than were put there.
  #areBarsOther = false;
  readonly #local = new Set<Promise<void>>();
  // The runs of which there is a result.
  readonly #made = new Set<number>();
  #wanted: ReadonlySet<number> = new Set();
  #wake: () => void = () => undefined;
  #isDone = false;

  constructor(means: QueueRunMeans) {
    this.means = means;
    const { here, verify, signal, memory } = means;
    this.#verification = new Verification({ here, most: verify, signal, counts: memory.verified, first: means.first });
  }

  /** Makes a run in this process. Resolves to the milliseconds that it took. */
  async here(index: number): Promise<number> {
    const { here, signal } = this.means;
    let milliseconds = Number.POSITIVE_INFINITY;
    const work = here.run(
      [index],
      (result) => {
        milliseconds = result.milliseconds;
        this.#take(result, ownName());
      },
      signal,
    );
    this.#local.add(work);
    await work;
    this.#local.delete(work);
    this.#dropMade();
    return milliseconds;
  }

  // A job of which every run was made here needs no worker.
  #dropMade(): void {
    for (const [id, job] of this.#outstanding) {
      if (!this.#isMade(job)) continue;
      this.#outstanding.delete(id);
      void this.means.connection.queue.remove(id).catch(() => undefined);
    }
    this.#wake();
  }

  #isMade({ from, to }: Job): boolean {
    for (let index = from; index < to; index++) if (this.#wanted.has(index) && !this.#made.has(index)) return false;
    return true;
  }

  /** Makes all of some runs in jobs of some size. */
  async all(indices: readonly number[], size: number): Promise<void> {
    const { connection, signal } = this.means;
    this.#wanted = new Set(indices);
    const jobs = this.#jobsOf(indices, size);
    connection.onEnded((id) => {
      if (!this.#outstanding.has(id)) return;
      this.#ended.add(id);
      this.#wake();
    });
    const wake = () => this.#wake();
    signal.addEventListener("abort", wake);
    const timer = setInterval(() => void this.#lookAround(), SAY_EVERY);
    try {
      await this.#lookAround();
      await this.#goThrough(jobs);
      await Promise.all(this.#local);
      await this.#verification.over();
      this.#throwFailure();
    } finally {
      this.#isDone = true;
      clearInterval(timer);
      signal.removeEventListener("abort", wake);
      if (signal.aborted) await this.#withdraw();
    }
  }

  async #goThrough(jobs: Job[]): Promise<void> {
    const { signal } = this.means;
    let lastLook = Number.NEGATIVE_INFINITY;
    while ((jobs.length > 0 || this.#outstanding.size > 0) && !signal.aborted) {
      this.#throwFailure();
      if (this.#outstanding.size < MOST_JOBS && jobs.length > 0) await this.#add(jobs.splice(0, BATCH));
      const isDue = performance.now() - lastLook > LOOK_EVERY;
      if (isDue) lastLook = performance.now();
      const ids = isDue ? [...this.#outstanding.keys()] : [...this.#ended];
      this.#ended.clear();
      if (ids.length > 0) await this.#look(ids);
      else if (jobs.length === 0 || this.#outstanding.size >= MOST_JOBS) await this.#rest(lastLook);
    }
  }

  // The same jobs whichever runs are asked for.
  #jobsOf(indices: readonly number[], size: number): Job[] {
    const { plan, points } = this.means;
    const places = [...new Set(indices.map((index) => Math.floor(index / size)))];
    const jobs = places.map((at) => ({ plan, from: at * size, to: Math.min(points, (at + 1) * size) }));
    return jobs.filter((job) => !this.#isMade(job));
  }

  #throwFailure(): void {
    const { failure } = this.#verification;
    if (failure !== undefined) throw failure;
  }

  async #rest(lastLook: number): Promise<void> {
    const left = Math.max(1, lastLook + LOOK_EVERY - performance.now());
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, left);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#ended.size > 0) this.#wake();
    });
  }

  async #add(jobs: readonly Job[]): Promise<void> {
    const { place } = this.means;
    for (const job of jobs) this.#outstanding.set(idOf(job), job);
    await this.#insist(() => this.means.connection.queue.addBulk(jobs.map((job) => addedJob(job, place.key))));
  }

  async #look(ids: readonly string[]): Promise<void> {
    const { connection, place } = this.means;
    for (let at = 0; at < ids.length; at += BATCH) {
      const some = ids.slice(at, at + BATCH);
      const found = await this.#insist(() => lookUp(connection.redis, place, ownBuild(), some));
      const lost: Job[] = [];
      for (const [id, state] of found ?? []) {
        const job = this.#outstanding.get(id);
        if (job !== undefined && (await this.#see(id, job, state))) lost.push(job);
      }
      // Redis was begun anew, or somebody removed them.
      if (lost.length > 0) {
        await this.#insist(() => this.means.put(this.#areBarsOther));
        this.#areBarsOther = false;
        await this.#add(lost);
      }
    }
  }

  // Returns whether a job is to be added again.
  async #see(id: string, job: Job, { isThere, result, failure }: JobState): Promise<boolean> {
    if (!isThere) return true;
    if (result !== undefined) {
      const answer = unsignedText("result", this.means.place.key, result) as JobResult | undefined;
      if (answer?.job === id) {
        this.#outstanding.delete(id);
        this.#taken.push(id);
        this.#lacking.delete(answer.worker);
        for (const one of answer.results) this.#take(unpackedResult(one), answer.worker);
        return false;
      }
    } else if (failure === undefined) return false;
    const why = failure ?? "its result is not signed with the key of the lab";
    const differ = /^differ: (\d+) (.*) and (.*)$/.exec(why);
    if (differ !== null) throw notReproducible(Number(differ[1]) + this.means.first, differ[2], differ[3]);
    const lacking = lackingWorker(why);
    if (lacking !== undefined) return this.#leaveToOthers(id, lacking, why);
    this.#areBarsOther ||= isOfBars(why);
    const tries = (this.#tries.get(id) ?? 0) + 1;
    this.#tries.set(id, tries);
    await this.#insist(() => this.means.connection.queue.remove(id));
    if (tries < MOST_TRIES) return true;
    if (!STALLED.test(why)) throw jobFailed(this.means.place, why);
    this.#outstanding.delete(id);
    for (let index = job.from; index < job.to; index++) this.#take(failed(index, why), "a queue");
    return false;
  }

  // What one worker lacks says nothing of the runs. If all lack it for some time, the sweep pauses.
  async #leaveToOthers(id: string, worker: string, why: string): Promise<boolean> {
    const { connection, place } = this.means;
    this.#tell(`worker ${why}`);
    this.#lacking.add(worker);
    this.#lacked++;
    await this.#insist(() => connection.queue.remove(id));
    if (this.#lacked < MOST_TRIES) return true;
    const there = await this.#insist(() => membersThere(connection.redis, place, "worker"));
    const isLost = (there ?? []).every((one) => this.#lacking.has(one.name) || !isSameBuild(one, ownBuild()));
    if (there !== undefined && isLost) throw cannotTravel(why);
    return true;
  }

  #take(result: PointResult, by: string): void {
    const isFirst = this.#verification.take(result, by);
    this.#made.add(result.index);
    // Runs that were made before are only compared.
    if (isFirst && !this.#isDone && (this.#wanted.size === 0 || this.#wanted.has(result.index)))
      this.means.took(result);
  }

  // Jobs of an interrupted sweep that nobody has begun.
  async #withdraw(): Promise<void> {
    const { queue } = this.means.connection;
    const ids = [...this.#outstanding.keys()];
    await Promise.race([
      Promise.allSettled(ids.map((id) => queue.remove(id))),
      new Promise((resolve) => setTimeout(resolve, 2000).unref()),
    ]);
  }

  #insist<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    const { connection, signal } = this.means;
    // What was taken is not needed any more.
    const makeRoom = async () => {
      const ids = this.#taken.splice(0);
      await Promise.allSettled(ids.map((id) => connection.queue.remove(id)));
    };
    return connection.insist(work, signal, makeRoom).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
  }

  // Says that the lab is there, and tells the user of workers that cannot help, and of none.
  async #lookAround(): Promise<void> {
    const { connection, place } = this.means;
    try {
      await sayThere(connection.redis, place, "lab");
      const workers = await membersThere(connection.redis, place, "worker");
      for (const worker of workers) {
        if (isSameBuild(worker, ownBuild())) continue;
        this.#tell(
          `worker ${worker.name} is refused: it has ${buildText(worker)}, this lab ${buildText(ownBuild())}. Its results could be others`,
        );
      }
      const isLonely = !workers.some((worker) => isSameBuild(worker, ownBuild()));
      if (isLonely) setTimeout(() => void this.#tellLonely(), LONELY).unref();
    } catch {
      // Whoever needs an answer says so.
    }
  }

  async #tellLonely(): Promise<void> {
    const { connection, place } = this.means;
    // One may have come since.
    const workers = await membersThere(connection.redis, place, "worker").catch(() => undefined);
    if (workers === undefined || workers.some((worker) => isSameBuild(worker, ownBuild())) || this.#isDone) return;
    const { url, shown } = { url: this.means.place.shown.split(" ")[0], shown: this.means.place.shown };
    this.#tell(`no worker takes the jobs of queue ${shown}. Start one with: npx paperlab worker ${url} --key ...`);
  }

  #tell(text: string): void {
    if (this.#told.has(text)) return;
    this.#told.add(text);
    console.warn(`paperlab: ${text}`);
  }
}

// The runs are not to blame, so they are left, and the sweep pauses.
function cannotTravel(why: string): PaperLabError {
  const message = `Expected the workers to have what the strategy needs, but all that are there lack it: ${why}. What is done is kept: run the cell again to go on`;
  return new PaperLabError("CANNOT_TRAVEL", message);
}

// Such as a server that is full for a worker, or a plan that somebody replaces. The runs are not to blame.
function jobFailed({ shown }: Place, why: string): PaperLabError {
  const message = `Expected workers to make the runs of a job of queue ${shown}, but it failed ${MOST_TRIES} times, the last time because of: ${why}. What is done is kept: run the cell again to go on`;
  return new PaperLabError("QUEUE_FAILED", message);
}

function failed(index: number, why: string): PointResult {
  const message = `The job of the run failed ${MOST_TRIES} times, the last time because of: ${why}`;
  return { index, state: "failed", code: "RUN_FAILED", message, milliseconds: 0 };
}
