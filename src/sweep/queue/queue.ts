import { checkKeys, expected } from "../../core/checks";
import { PaperLabError } from "../../errors";
import type { Executor, PointResult, SweepMaterial } from "../plan/executor";
import type { SweepPlan } from "../plan/plan";
import { threadsOf } from "../threads/threads";
import { type Packed, type PackedMaterial, packed, packedMaterial } from "./envelope";
import { Connection } from "./lab/connection";
import { type QueueMemory, QueueRun } from "./lab/queue-run";
import { sizeOf } from "./lab/size";
import { putBytes } from "./pieces";
import { type Place, placeOf, planKey } from "./place";
import { signed } from "./signed";

/** How runs are sent over a queue. */
export interface QueueOptions {
  /** A secret text that the lab shares with its workers. Plans, jobs and results are signed with it. */
  readonly key: string;
  /** How many runs of each worker are made here too, to see whether they decide the same; default 2. */
  readonly verify?: number;
  /** Most milliseconds of a run; then it fails alone. Default no limit. */
  readonly timeLimit?: number;
  /** Milliseconds for which Redis may not answer before the sweep pauses; default 60,000. */
  readonly patience?: number;
}

/**
 * Runs a sweep on all machines on which `npx paperlab worker` runs for the same Redis and key: `queue("redis://host:6379", { key
 * })`. Needs the packages bullmq and ioredis. Throws INVALID_OPTION and UNKNOWN_OPTION; the sweep rejects with QUEUE_FAILED if
 * Redis or the packages are not there, and with RUN_NOT_REPRODUCIBLE if two machines decide differently.
 */
export function queue(url: string, options: QueueOptions): Executor {
  if (typeof options !== "object" || options === null)
    throw expected("options of queue", 'an object such as { key: "a secret text" }', options);
  checkKeys("queue", options, ["key", "verify", "timeLimit", "patience"]);
  const place = placeOf(url, options.key);
  const { verify = 2, patience = 60_000, timeLimit } = options;
  if (!(Number.isInteger(verify) && verify >= 0)) throw expected("verify of queue", "a whole number from 0", verify);
  if (!(patience >= 0 && patience < 2 ** 31)) throw expected("patience of queue", "milliseconds from 0", patience);
  return new Queued(place, { verify, patience, timeLimit }, threadsOf("queue", { count: 1, timeLimit }));
}

/** What is decided of a queue. */
export interface QueueTerms {
  readonly verify: number;
  readonly patience: number;
  readonly timeLimit: number | undefined;
}

/** What is kept of a call of a sweep while it adds runs: it measures, hashes and verifies once. */
interface Call {
  readonly connection: Connection;
  readonly material: SweepMaterial;
  readonly packed: PackedMaterial;
  /** With the points that it has by now. */
  readonly plan: SweepPlan;
  readonly memory: QueueMemory;
}

class Queued implements Executor {
  readonly name: string;
  readonly #place: Place;
  readonly #terms: QueueTerms;
  // Makes the runs that measure and verify.
  readonly #here: Executor;
  #call: Call | undefined;

  constructor(place: Place, terms: QueueTerms, here: Executor) {
    this.#place = place;
    this.#terms = terms;
    this.#here = here;
    this.name = `queue ${place.shown}`;
  }

  async prepare(plan: SweepPlan, material: SweepMaterial): Promise<void> {
    const before = this.#call;
    if (before?.material === material && before.plan.config === plan.config) {
      this.#call = { ...before, plan };
      await this.#here.prepare(plan, material);
      return;
    }
    await this.close();
    const connection = await Connection.open(this.#place, this.#terms.patience);
    try {
      const memory = { milliseconds: undefined, verified: new Map<string, number>() };
      this.#call = { connection, material, packed: packedMaterial(material), plan, memory };
      await this.#here.prepare(plan, material);
    } catch (error) {
      this.#call = undefined;
      await connection.close();
      throw error;
    }
  }

  async run(indices: readonly number[], took: (result: PointResult) => void, signal: AbortSignal): Promise<void> {
    if (this.#call === undefined)
      throw new PaperLabError("INVALID_STATE", "Expected a plan to be prepared before its runs");
    const { connection, packed: material, plan, memory } = this.#call;
    const whole = packed(plan, material, this.#terms.timeLimit);
    const put = (isAnew: boolean) => this.#put(connection, material, whole, isAnew);
    await connection.insist(() => put(false), signal);
    const run = new QueueRun({
      ...{ connection, place: this.#place, plan: whole.name, memory },
      ...{ first: plan.first ?? 0, points: plan.points.length },
      ...{ here: this.#here, verify: this.#terms.verify, put, took, signal },
    });
    const size = await sizeOf(run, indices, this.#place);
    await run.all(indices, size);
  }

  async close(): Promise<void> {
    const call = this.#call;
    this.#call = undefined;
    await Promise.all([call?.connection.close(), this.#here.close()]);
  }

  // Puts all that jobs need into Redis, as far as it is not there. The plan comes last; somebody may have put another in its
  // place.
  async #put({ redis }: Connection, { parts }: PackedMaterial, whole: Packed, isAnew: boolean): Promise<void> {
    for (const [name, bytes] of parts) await putBytes(redis, this.#place, name, bytes, isAnew);
    const key = planKey(this.#place, whole.name);
    const plan = signed("plan", this.#place.key, whole.bytes);
    const isThere = (await redis.getBuffer(key))?.equals(plan) === true;
    if (!isThere || (await redis.expire(key, WEEK)) === 0) await redis.set(key, plan, "EX", WEEK);
  }
}

const WEEK = 7 * 86_400;
