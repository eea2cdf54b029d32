import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { expected } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { queuePackage, type Redis } from "./packages";

/** Where a queue is, and who shares it: those who have its key. */
export interface Place {
  /** With password, if it has one. Never shown or stored. */
  readonly url: string;
  readonly key: string;
  /** The address without user and password, and the number of the key. */
  readonly shown: string;
  /** What the names of everything in Redis begin with. */
  readonly prefix: string;
}

const LEAST_KEY = 8;

/** Checks the address and key of a queue. Throws INVALID_OPTION, and never shows password or key. */
export function placeOf(url: unknown, key: unknown): Place {
  const parsed = typeof url === "string" && URL.canParse(url) ? new URL(url) : undefined;
  if (typeof url !== "string" || parsed === undefined || !["redis:", "rediss:"].includes(parsed.protocol))
    throw new PaperLabError(
      "INVALID_OPTION",
      'Expected the address of a queue to be like "redis://host:6379", or "rediss://..." for TLS, was another',
    );
  if (typeof key !== "string" || key.length < LEAST_KEY) {
    const wanted = `a secret text of at least ${LEAST_KEY} letters that the lab shares with its workers`;
    if (typeof key !== "string") throw expected("key of a queue", wanted, key);
    throw new PaperLabError("INVALID_OPTION", `Expected key of a queue to be ${wanted}, had ${key.length}`);
  }
  const { protocol, hostname: host, port, pathname } = parsed;
  if (!/^(\/\d*)?$/.test(pathname))
    throw expected("the path of the address of a queue", "the number of a database, such as /3, or none", pathname);
  // Tells keys apart, and does not tell them.
  const number = createHash("sha256").update(`paperlab queue\n${key}`).digest("hex").slice(0, 8);
  const address = `${protocol}//${host || "localhost"}:${port || 6379}${pathname === "/" ? "" : pathname}`;
  return { url, key, shown: `${address} (key ${number})`, prefix: `paperlab:{${number}}` };
}

/** Returns where a plan is in Redis. */
export function planKey({ prefix }: Place, plan: string): string {
  return `${prefix}:plan:${plan}`;
}

// Milliseconds without an answer after which a connection is taken for broken. Commands that block do it for at most 10 s.
const SILENCE = 60_000;

/**
 * Opens a connection. `waits`: whether commands wait until there is one, as workers want, or fail at once; then it is made by
 * `connected`. `silence`: milliseconds without an answer after which it is made anew.
 */
export function openRedis({ url }: Place, waits: boolean, silence = SILENCE): Redis {
  const { Redis } = queuePackage("ioredis");
  const connection = new Redis(url, {
    // BullMQ makes a lazy connection only once, and waits for one that was begun however often it breaks until it is there.
    lazyConnect: !waits,
    connectTimeout: 5000,
    socketTimeout: silence,
    maxRetriesPerRequest: waits ? null : 0,
    enableOfflineQueue: waits,
    retryStrategy: (times: number) => Math.min(times * 100, 1000),
  });
  const redis = quietly(connection);
  // Whoever sends a command is told of it, but often only that the connection is closed.
  redis.on("error", (error) => void causes.set(redis, error));
  redis.on("ready", () => void causes.delete(redis));
  return redis;
}

// A new connection asks Redis whether it is still reading its data. Of users who may not ask, it would complain on the console.
function quietly(redis: Redis): Redis {
  const [info, duplicate] = [redis.info.bind(redis), redis.duplicate.bind(redis)];
  const asked = () =>
    info().catch((cause: Error) => {
      if (!cause.message.includes("NOPERM")) throw cause;
      return "";
    });
  return Object.assign(redis, {
    info: (take?: (cause: unknown, answer?: string) => void) =>
      take === undefined ? asked() : asked().then((answer) => take(null, answer), take),
    duplicate: (options?: object) => quietly(duplicate(options)),
  });
}

const causes = new WeakMap<Redis, Error>();

/** Connects. Rejects with QUEUE_FAILED if nobody answers, or refuses. */
export async function connected(place: Place, redis: Redis, more = ""): Promise<void> {
  try {
    await redis.connect();
    // A database that is not there leaves the connection at the first one, without an error.
    await redis.select(Number(new URL(place.url).pathname.slice(1)));
  } catch (error) {
    redis.disconnect();
    const cause = causes.get(redis) ?? error;
    throw queueFailed(place, cause, refuses(cause) ? "" : more);
  }
}

// Whether Redis is there, and does not want the user, the password or the command.
function refuses(cause: unknown): boolean {
  return /^(ERR|NOAUTH|NOPERM|WRONGPASS)\b/.test(String((cause as Error | undefined)?.message));
}

/** Returns the error of a queue that does not answer, or refuses. The message has no password. */
export function queueFailed({ shown, url }: Place, cause: unknown, more = ""): PaperLabError {
  const text =
    cause instanceof AggregateError
      ? String(cause.errors[0]?.message)
      : String((cause as Error).message).replace(/\.$/, "");
  const { password } = new URL(url);
  const safe =
    password === "" ? text : text.replaceAll(password, "***").replaceAll(decodeURIComponent(password), "***");
  if (isFull(cause)) {
    const message = `Expected Redis at ${shown} to have room, but its memory is full (maxmemory). What is done is kept. Give it more, or remove what nobody needs`;
    return new PaperLabError("QUEUE_FAILED", message, { cause });
  }
  const cure =
    password === "" && /^NOAUTH\b/.test(text) ? `. Give its password in the address: ${withPassword(url)}` : more;
  const message = `Expected Redis at ${shown} to answer, but: ${safe || "the connection is closed"}${cure}`;
  return new PaperLabError("QUEUE_FAILED", message, { cause });
}

function withPassword(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//:password@${host}`;
}

/** Whether Redis refuses to take more. */
export function isFull(cause: unknown): boolean {
  return /\bOOM command not allowed/.test(String((cause as Error | undefined)?.message));
}

/** What must be the same where runs are made, so that they decide the same. */
export interface Build {
  readonly paperlab: string;
  /** The version of V8 without what Node adds to it. */
  readonly v8: string;
}

/** Returns the build of this process. */
export function ownBuild(): Build {
  return { paperlab: packageVersion(), v8: process.versions.v8.split("-")[0] };
}

/** Returns the name of the queue for some build: workers of another one never see its jobs. */
export function queueName({ paperlab, v8 }: Build): string {
  return `sweeps-${paperlab}-v8-${v8}`;
}

/** Returns a name for this process: that of its host, and its number. */
export function ownName(): string {
  return `${hostname()} (process ${process.pid})`;
}

function packageVersion(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      if (name === "paperlab") return String(version);
    } catch {
      // It is further up.
    }
  }
  return "?";
}
