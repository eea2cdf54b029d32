import { createRequire } from "node:module";
import { join } from "node:path";
import { PaperLabError } from "../../errors";

/** What is used of a connection of the package ioredis. */
export interface Redis {
  readonly status: string;
  connect(): Promise<void>;
  disconnect(): void;
  duplicate(options?: object): Redis;
  info(): Promise<string>;
  quit(): Promise<unknown>;
  on(event: "error" | "ready" | "end", listener: (error: Error) => void): void;
  select(database: number): Promise<string>;
  get(key: string): Promise<string | null>;
  getBuffer(key: string): Promise<Buffer | null>;
  set(key: string, value: string | Buffer, ...terms: (string | number)[]): Promise<string | null>;
  del(...keys: string[]): Promise<number>;
  exists(...keys: string[]): Promise<number>;
  expire(key: string, seconds: number): Promise<number>;
  sadd(key: string, ...members: string[]): Promise<number>;
  srem(key: string, ...members: string[]): Promise<number>;
  smembers(key: string): Promise<string[]>;
  mget(...keys: string[]): Promise<(string | null)[]>;
  pipeline(): Pipeline;
}

/** Commands that are sent together. */
export interface Pipeline {
  hmget(key: string, ...fields: string[]): Pipeline;
  exec(): Promise<[error: Error | null, answer: unknown][] | null>;
}

/** A job as it is added to a queue. */
export interface AddedJob {
  readonly name: string;
  readonly data: object;
  readonly opts: { readonly jobId: string; readonly removeOnComplete: object; readonly removeOnFail: object };
}

/** What is used of a queue of the package bullmq. */
export interface BullQueue {
  addBulk(jobs: AddedJob[]): Promise<unknown>;
  remove(id: string): Promise<number>;
  on(event: "error", listener: (error: Error) => void): void;
  close(): Promise<void>;
}

/** What is used of its listener to events. */
export interface BullEvents {
  on(event: "completed" | "failed", listener: (told: { readonly jobId: string }) => void): void;
  on(event: "error", listener: (error: Error) => void): void;
  close(): Promise<void>;
}

/** What is used of its worker. */
export interface BullWorker {
  on(event: "active" | "completed" | "failed", listener: (job: unknown, error?: Error) => void): void;
  on(event: "error", listener: (error: Error) => void): void;
  /** Takes no more jobs. `goesOn`: it does not wait for those that it has. */
  pause(goesOn?: boolean): Promise<void>;
  resume(): void;
  close(force?: boolean): Promise<void>;
}

/** What a worker is given to do. */
export interface TakenJob {
  readonly id?: string;
  readonly data: unknown;
}

interface Packages {
  readonly ioredis: { readonly Redis: new (url: string, options: object) => Redis };
  readonly bullmq: {
    readonly Queue: new (name: string, options: object) => BullQueue;
    readonly QueueEvents: new (name: string, options: object) => BullEvents;
    readonly Worker: new (name: string, work: (job: TakenJob) => Promise<unknown>, options: object) => BullWorker;
    readonly UnrecoverableError: new (message: string) => Error;
  };
}

/**
 * Loads a package that is not installed with paperlab: that of the project in the working folder, or the one beside paperlab.
 * Throws QUEUE_FAILED, which says what to install.
 */
export function queuePackage<Name extends keyof Packages>(name: Name): Packages[Name] {
  const places = [join(process.cwd(), "paperlab.cjs"), __filename];
  const load = places.map((place) => createRequire(place)).find((one) => hasPackage(one, name));
  const wanted = "Expected the packages bullmq and ioredis for a queue";
  if (load === undefined)
    throw new PaperLabError("QUEUE_FAILED", `${wanted}, but ${name} is not installed. Run npm install bullmq ioredis`);
  try {
    return load(name) as Packages[Name];
  } catch (cause) {
    throw new PaperLabError("QUEUE_FAILED", `${wanted}, but ${name} does not load: ${String(cause)}`, { cause });
  }
}

function hasPackage(load: NodeJS.Require, name: string): boolean {
  try {
    load.resolve(name);
    return true;
  } catch {
    return false;
  }
}
