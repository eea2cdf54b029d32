import { availableParallelism } from "node:os";
import { clearInterval, setInterval } from "node:timers";
import { setTimeout as sleep } from "node:timers/promises";
import { expected } from "../../../core/checks";
import { PaperLabError } from "../../../errors";
import type { PointResult } from "../../plan/executor";
import { idOf, lackingText, takenJob } from "../jobs";
import { buildText, isSameBuild, membersThere, SAY_EVERY, sayGone, sayThere } from "../members";
import { type BullWorker, queuePackage, type Redis, type TakenJob } from "../packages";
import { connected, openRedis, ownBuild, ownName, type Place, placeOf, queueFailed, queueName } from "../place";
import { type JobResult, packedResult } from "../results";
import { signedText, unsignedText } from "../signed";
import { WorkerPlans } from "./worker-plans";

/** How a worker runs. */
export interface WorkerOptions {
  readonly url: string;
  readonly key: string;
  /** Ends after so many seconds without a job; absent for never. */
  readonly idleExit?: number;
  /** Default one for each core. */
  readonly threads?: number;
  /** Aborts when it is to end: jobs that are begun come to their end. */
  readonly signal: AbortSignal;
  /** Takes lines for the terminal. */
  say(line: string): void;
}

// Milliseconds after which a job whose worker is gone is given to another, and between two looks for such jobs. The main
// thread does nothing else than renew this.
const LOCK = 10_000;
const STALLED_EVERY = 5000;
// A worker that is lost that often took its job with it each time.
const MOST_STALLED = 10;
// Milliseconds that begun jobs have to end.
const GRACE = 20_000;
// Milliseconds for which a worker that cannot make the runs of a job leaves the queue to others.
const REST = 5000;

/**
 * Takes jobs off a queue and makes their runs in threads, until it has nothing to do or is told to end. It runs only plans that
 * are signed with the key. Rejects with QUEUE_FAILED and INVALID_OPTION.
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { url, key, idleExit, threads = availableParallelism(), signal, say } = options;
  const place = placeOf(url, key);
  if (!(Number.isInteger(threads) && threads >= 1)) throw expected("--threads", "a whole number from 1", threads);
  if (idleExit !== undefined && !(idleExit > 0)) throw expected("--idle-exit", "seconds above 0", idleExit);
  const redis = openRedis(place, false);
  await connected(place, redis);
  say(
    `${ownName()} with ${threads} ${threads === 1 ? "thread" : "threads"} works for ${place.shown}: ${buildText(ownBuild())}`,
  );
  await new Working(place, redis, threads, options).untilOver(signal, idleExit);
}

class Working {
  readonly #place: Place;
  readonly #redis: Redis;
  readonly #threads: number;
  readonly #say: (line: string) => void;
  readonly #plans: WorkerPlans;
  readonly #told = new Set<string>();
  #worker: BullWorker | undefined;
  #active = 0;
  #lastActive = performance.now();

  constructor(place: Place, redis: Redis, threads: number, { say }: WorkerOptions) {
    this.#place = place;
    this.#redis = redis;
    this.#threads = threads;
    this.#say = say;
    this.#plans = new WorkerPlans(place, redis, threads, say);
  }

  async untilOver(signal: AbortSignal, idleExit: number | undefined): Promise<void> {
    const waiting = openRedis(this.#place, true);
    const worker = this.#open(waiting);
    this.#worker = worker;
    await this.#lookAround();
    const timer = setInterval(() => void this.#lookAround(), SAY_EVERY);
    try {
      while (!signal.aborted) {
        await sleep(200, undefined, { signal }).catch(() => undefined);
        const idle = performance.now() - this.#lastActive;
        if (idleExit === undefined || this.#active > 0 || idle < idleExit * 1000) continue;
        this.#say(`nothing to do for ${idleExit} s: ended`);
        break;
      }
    } finally {
      clearInterval(timer);
      // A server that is gone cannot be told.
      await Promise.race([worker.close(), sleep(GRACE)]);
      await Promise.race([sayGone(this.#redis, this.#place, "worker").catch(() => undefined), sleep(500)]);
      this.#redis.disconnect();
      waiting.disconnect();
      await this.#plans.close();
    }
  }

  #open(connection: Redis): BullWorker {
    const { Worker } = queuePackage("bullmq");
    const worker = new Worker(queueName(ownBuild()), (job) => this.#work(job), {
      connection,
      prefix: this.#place.prefix,
      skipVersionCheck: true,
      // One more than threads, so that none of them waits for Redis.
      concurrency: this.#threads + 1,
      lockDuration: LOCK,
      stalledInterval: STALLED_EVERY,
      maxStalledCount: MOST_STALLED,
    });
    worker.on("error", (error) => this.#tellOnce(queueFailed(this.#place, error).message));
    return worker;
  }

  async #work({ data }: TakenJob): Promise<string> {
    this.#active++;
    try {
      const job = takenJob(data, this.#place.key);
      if (job === undefined) throw this.#refused("a job");
      const plan = await this.#plans.get(job.plan);
      if (plan === undefined) throw this.#refused("a plan");
      const results: PointResult[] = [];
      const indices = Array.from({ length: job.to - job.from }, (_, at) => job.from + at);
      await plan.executor.run(indices, (result) => void results.push(result), plan.signal);
      if (results.length < indices.length) throw new PaperLabError("INVALID_STATE", "The worker is ending");
      this.#checkCode(results);
      await this.#compare(`${job.plan}-${job.from}-${job.to}`, results);
      const answer: JobResult = { job: idOf(job), worker: ownName(), results: results.map(packedResult) };
      return signedText("result", this.#place.key, answer);
    } finally {
      this.#active--;
      this.#lastActive = performance.now();
    }
  }

  // Another worker may have made the same runs, if this one was taken for lost.
  async #compare(name: string, results: readonly PointResult[]): Promise<void> {
    const key = `${this.#place.prefix}:decided:${name}`;
    const decided = Object.fromEntries(
      results.map((result) => [result.index, result.state === "done" ? result.fingerprint : ""]),
    );
    const own = signedText("decided", this.#place.key, { worker: ownName(), decided });
    if ((await this.#redis.set(key, own, "EX", 86_400, "NX")) !== null) return;
    const before = unsignedText("decided", this.#place.key, await this.#redis.get(key)) as
      | { worker: string; decided: typeof decided }
      | undefined;
    if (before === undefined) return;
    const run = Object.keys(decided).find(
      (at) => decided[at] !== "" && before.decided[at] !== "" && decided[at] !== before.decided[at],
    );
    if (run === undefined) return;
    const { UnrecoverableError } = queuePackage("bullmq");
    throw new UnrecoverableError(`differ: ${run} ${before.worker} and ${ownName()}`);
  }

  // Files and packages may be missing here alone. A fast failure would take the jobs of all others, so it rests.
  #checkCode(results: readonly PointResult[]): void {
    const lacking = results.find((result) => result.state === "failed" && result.code === "CANNOT_TRAVEL");
    if (lacking?.state !== "failed") return;
    const text = lackingText(ownName(), lacking.message);
    this.#tellOnce(text);
    void this.#worker?.pause(true);
    setTimeout(() => this.#worker?.resume(), REST).unref();
    const { UnrecoverableError } = queuePackage("bullmq");
    throw new UnrecoverableError(text);
  }

  #refused(what: string): Error {
    const text = `refused ${what} that is not signed with this key`;
    this.#tellOnce(text);
    const { UnrecoverableError } = queuePackage("bullmq");
    return new UnrecoverableError(`${ownName()} ${text}`);
  }

  // Says that it is there, and which labs it cannot help.
  async #lookAround(): Promise<void> {
    try {
      await sayThere(this.#redis, this.#place, "worker", this.#threads);
      for (const lab of await membersThere(this.#redis, this.#place, "lab"))
        if (!isSameBuild(lab, ownBuild()))
          this.#tellOnce(`refused by lab ${lab.name}: it has ${buildText(lab)}, this worker ${buildText(ownBuild())}`);
    } catch (error) {
      this.#tellOnce(queueFailed(this.#place, error).message);
    }
  }

  #tellOnce(text: string): void {
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.#say(text);
    // A thing that comes back later is told again.
    setTimeout(() => this.#told.delete(text), 60_000).unref();
  }
}
