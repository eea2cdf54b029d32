import { setTimeout as sleep } from "node:timers/promises";
import { PaperLabError } from "../../../errors";
import { type BullEvents, type BullQueue, queuePackage, type Redis } from "../packages";
import { connected, isFull, openRedis, ownBuild, type Place, queueFailed, queueName } from "../place";

const AGAIN = 500;
// Whoever has less patience still gives a server that has much to do so many milliseconds for an answer.
const LEAST_SILENCE = 5000;

/** The connections of a lab to a queue. What does not answer is asked again for some time. */
export class Connection {
  readonly redis: Redis;
  readonly queue: BullQueue;
  readonly #events: BullEvents;
  readonly #waiting: Redis;
  readonly #place: Place;
  readonly #patience: number;
  #failingSince: number | undefined;
  // A search makes many runs over one connection.
  #told: (id: string) => void = () => undefined;

  private constructor(place: Place, redis: Redis, patience: number) {
    const { Queue, QueueEvents } = queuePackage("bullmq");
    this.#place = place;
    this.#patience = patience;
    this.redis = redis;
    const name = queueName(ownBuild());
    const { prefix } = place;
    this.queue = new Queue(name, { connection: redis, prefix, skipVersionCheck: true, skipMetasUpdate: true });
    this.queue.on("error", () => undefined);
    this.#waiting = openRedis(place, true);
    this.#events = new QueueEvents(name, { connection: this.#waiting, prefix, skipVersionCheck: true });
    this.#events.on("error", () => undefined);
    this.#events.on("completed", ({ jobId }) => this.#told(jobId));
    this.#events.on("failed", ({ jobId }) => this.#told(jobId));
  }

  /** Connects. Rejects with QUEUE_FAILED if nobody answers. `patience`: milliseconds of which it may not answer later. */
  static async open(place: Place, patience: number): Promise<Connection> {
    queuePackage("bullmq");
    const redis = openRedis(place, false, Math.max(patience, LEAST_SILENCE));
    await connected(place, redis, ". Start a Redis server there (docs/scale.md)");
    return new Connection(place, redis, patience);
  }

  /** Calls `told` with the id of each job that ends from now on, and no longer the one that was told before. */
  onEnded(told: (id: string) => void): void {
    this.#told = told;
  }

  /**
   * Does some work with Redis; again while it does not answer or is full, but not longer than the patience. Rejects with
   * QUEUE_FAILED after that.
   */
  async insist<Result>(
    work: () => Promise<Result>,
    signal: AbortSignal,
    whenFull?: () => Promise<void>,
  ): Promise<Result> {
    for (;;) {
      try {
        const result = await work();
        this.#failingSince = undefined;
        return result;
      } catch (error) {
        if (error instanceof PaperLabError) throw error;
        this.#failingSince ??= performance.now();
        const seconds = Math.round(this.#patience / 1000);
        const isOver = performance.now() - this.#failingSince > this.#patience;
        if (isOver || signal.aborted)
          throw queueFailed(
            this.#place,
            error,
            `, for ${seconds} s. What is done is kept: run the cell again to go on`,
          );
        if (isFull(error)) await whenFull?.();
        await sleep(AGAIN, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Ends the connections. */
  async close(): Promise<void> {
    // A server that is gone cannot be told.
    await Promise.race([Promise.allSettled([this.#events.close(), this.queue.close()]), sleep(1000)]);
    this.redis.disconnect();
    this.#waiting.disconnect();
  }
}
