import type { Executor } from "../../plan/executor";
import { threadsOf } from "../../threads/threads";
import { unpacked } from "../envelope";
import type { Redis } from "../packages";
import { bytesNamed } from "../pieces";
import { type Place, planKey } from "../place";
import { unsigned } from "../signed";

/** A plan that a worker has made ready. */
export interface WorkerPlan {
  readonly executor: Executor;
  /** Aborts when the worker ends. */
  readonly signal: AbortSignal;
}

const MOST_PLANS = 3;

/** The newest plans of a worker. Each is had once, whatever number of jobs need it. */
export class WorkerPlans {
  readonly #place: Place;
  readonly #redis: Redis;
  readonly #threads: number;
  readonly #say: (line: string) => void;
  readonly #plans = new Map<string, Promise<WorkerPlan | undefined>>();
  // Plans of one search come one after the other on the same bars.
  readonly #bytes = new Map<string, WeakRef<SharedArrayBuffer>>();
  readonly #end = new AbortController();

  constructor(place: Place, redis: Redis, count: number, say: (line: string) => void) {
    this.#place = place;
    this.#redis = redis;
    this.#threads = count;
    this.#say = say;
  }

  /** Returns a plan by its name; `undefined` if it is not signed with the key. Rejects if it is not there. */
  get(name: string): Promise<WorkerPlan | undefined> {
    const known = this.#plans.get(name);
    if (known !== undefined) return known;
    const plan = this.#open(name);
    this.#plans.set(name, plan);
    // It may be there the next time, and be the right one.
    const forget = () => void this.#plans.delete(name);
    plan.then((ready) => ready ?? forget(), forget);
    const [oldest] = this.#plans.keys();
    if (this.#plans.size > MOST_PLANS) this.#plans.delete(oldest);
    return plan;
  }

  /** Ends all runs. */
  async close(): Promise<void> {
    this.#end.abort();
    for (const plan of this.#plans.values()) await (await plan.catch(() => undefined))?.executor.close();
  }

  async #open(name: string): Promise<WorkerPlan | undefined> {
    const whole = await this.#redis.getBuffer(planKey(this.#place, name));
    if (whole === null) throw new Error("the plan is gone");
    const bytes = unsigned("plan", this.#place.key, whole);
    if (bytes === undefined) return undefined;
    const found = await unpacked(name, bytes, (part) => this.#part(part));
    if (found === undefined) return undefined;
    const { envelope, plan, material } = found;
    const { timeLimit, lab } = envelope;
    const executor = threadsOf("queue", { count: this.#threads, ...(timeLimit !== undefined && { timeLimit }) });
    await executor.prepare(plan, material);
    this.#say(`takes runs of "${plan.config.strategy.name}" (${plan.points.length}) for ${lab}`);
    return { executor, signal: this.#end.signal };
  }

  async #part(name: string): Promise<SharedArrayBuffer> {
    const known = this.#bytes.get(name)?.deref();
    if (known !== undefined) return known;
    const bytes = await bytesNamed(this.#redis, this.#place, name);
    for (const [other, kept] of this.#bytes) if (kept.deref() === undefined) this.#bytes.delete(other);
    this.#bytes.set(name, new WeakRef(bytes));
    return bytes;
  }
}
