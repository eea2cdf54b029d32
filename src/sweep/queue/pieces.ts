import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { PaperLabError } from "../../errors";
import type { Redis } from "./packages";
import type { Place } from "./place";

const PIECE = 4 << 20;
const WEEK = 7 * 86_400;
const GONE = "they are gone or changed. The notebook puts them there again";

/** Whether a job failed because Redis does not have the bars of its plan as they were put there. */
export function isOfBars(failure: string): boolean {
  return failure.endsWith(GONE);
}

/** Returns the name of some bytes: SHA-256 of what they are. */
export function nameOfBytes(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Puts bytes into Redis in pieces under their name, unless they are there. They are kept a week. `isAnew`: what is there is
 * replaced, because somebody has changed it.
 */
export async function putBytes(
  redis: Redis,
  { prefix }: Place,
  name: string,
  bytes: Uint8Array,
  isAnew: boolean,
): Promise<void> {
  const key = `${prefix}:bytes:${name}`;
  if (!isAnew && (await redis.expire(key, WEEK))) {
    const pieces = Math.ceil(bytes.length / PIECE);
    const kept = await Promise.all(Array.from({ length: pieces }, (_, at) => redis.expire(`${key}:${at}`, WEEK)));
    if (kept.every((one) => one === 1)) return;
  }
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at * PIECE < all.length; at++)
    await redis.set(`${key}:${at}`, all.subarray(at * PIECE, (at + 1) * PIECE), "EX", WEEK);
  // Last, so that nobody finds them half.
  await redis.set(key, String(bytes.length), "EX", WEEK);
}

/**
 * Returns bytes by their name: from a file of this machine if they were had before, otherwise from Redis. Throws QUEUE_FAILED
 * if they are not there.
 */
export async function bytesNamed(redis: Redis, place: Place, name: string): Promise<SharedArrayBuffer> {
  const kept = fromDisk(name);
  if (kept !== undefined) return shared([kept]);
  const key = `${place.prefix}:bytes:${name}`;
  const length = Number(await redis.get(key));
  const pieces: Uint8Array[] = [];
  for (let at = 0; at * PIECE < length; at++) {
    const piece = await redis.getBuffer(`${key}:${at}`);
    if (piece === null) break;
    pieces.push(piece);
  }
  const bytes = shared(pieces);
  if (nameOfBytes(new Uint8Array(bytes)) !== name) {
    const message = `Expected Redis at ${place.shown} to have the bars of a plan, but ${GONE}`;
    throw new PaperLabError("QUEUE_FAILED", message);
  }
  toDisk(name, new Uint8Array(bytes));
  return bytes;
}

function shared(parts: readonly Uint8Array[]): SharedArrayBuffer {
  const bytes = new Uint8Array(new SharedArrayBuffer(parts.reduce((sum, { length }) => sum + length, 0)));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.buffer as unknown as SharedArrayBuffer;
}

// Only this user can read it.
function folder(): string {
  const path = join(tmpdir(), `paperlab-${userInfo().username}`);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

function fromDisk(name: string): Uint8Array | undefined {
  try {
    const path = join(folder(), `${name}.bytes`);
    const bytes = readFileSync(path);
    if (nameOfBytes(bytes) !== name) return undefined;
    utimesSync(path, new Date(), new Date());
    return bytes;
  } catch {
    return undefined;
  }
}

// A disk without room costs only the way over the network.
function toDisk(name: string, bytes: Uint8Array): void {
  try {
    const path = join(folder(), `${name}.bytes`);
    const written = `${path}.${process.pid}`;
    writeFileSync(written, bytes, { mode: 0o600 });
    renameSync(written, path);
    for (const file of readdirSync(folder())) {
      const age = Date.now() - statSync(join(folder(), file)).mtimeMs;
      if (/\.bytes(\.\d+)?$/.test(file) && age > WEEK * 1000) rmSync(join(folder(), file), { force: true });
    }
  } catch {
    // They are in memory.
  }
}
