import type { AddedJob, Redis } from "./packages";
import { type Build, type Place, queueName } from "./place";
import { signedText, unsignedText } from "./signed";

/** A job: some runs of a plan, one behind the other. */
export interface Job {
  /** The name of the plan's envelope. */
  readonly plan: string;
  readonly from: number;
  /** The run behind the last. */
  readonly to: number;
}

/** What Redis has of a job. */
export interface JobState {
  /** What the worker returned, signed; absent while it is not done. */
  readonly result?: string;
  /** Why it failed for good. */
  readonly failure?: string;
  /** Whether it is there at all. */
  readonly isThere: boolean;
}

const DAY = 86_400;
const LACKING = "lacks what its runs need: ";

/** Returns why a job fails on a worker that does not have the files or packages of its strategy. */
export function lackingText(worker: string, why: string): string {
  return `${worker} ${LACKING}${why}`;
}

/** Returns the worker whose lack of them a job failed for; `undefined` if it failed for something else. */
export function lackingWorker(failure: string): string | undefined {
  const at = failure.indexOf(` ${LACKING}`);
  return at < 0 ? undefined : failure.slice(0, at);
}

/** Returns the id of a job. A job of the same runs has the same, so adding it twice is adding it once. */
export function idOf({ plan, from, to }: Job): string {
  return `${plan.slice(0, 32)}-${from}-${to}`;
}

/** Returns a job as it is added. Its result is kept for a day, so that a new notebook finds it. */
export function addedJob(job: Job, key: string): AddedJob {
  const opts = { jobId: idOf(job), removeOnComplete: { age: DAY }, removeOnFail: { age: DAY } };
  return { name: "runs", data: { job: signedText("job", key, job) }, opts };
}

/** Returns the job that was added; `undefined` if nobody with the key has added it. */
export function takenJob(data: unknown, key: string): Job | undefined {
  return unsignedText("job", key, (data as { job?: unknown } | undefined)?.job) as Job | undefined;
}

/** Looks up jobs by their ids. */
export async function lookUp(
  redis: Redis,
  place: Place,
  build: Build,
  ids: readonly string[],
): Promise<ReadonlyMap<string, JobState>> {
  const found = new Map<string, JobState>();
  if (ids.length === 0) return found;
  const pipeline = redis.pipeline();
  for (const id of ids)
    pipeline.hmget(`${place.prefix}:${queueName(build)}:${id}`, "returnvalue", "failedReason", "finishedOn", "data");
  const answers = (await pipeline.exec()) ?? [];
  answers.forEach(([error, answer], at) => {
    if (error !== null) throw error;
    const [result, failure, finished, data] = answer as (string | null)[];
    const isDone = finished !== null && result !== null;
    found.set(ids[at], {
      isThere: data !== null,
      ...(isDone && { result: JSON.parse(result) as string }),
      ...(finished !== null && !isDone && { failure: failure ?? "no reason" }),
    });
  });
  return found;
}
