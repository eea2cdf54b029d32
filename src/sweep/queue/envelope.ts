import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { SweepMaterial } from "../plan/executor";
import type { SweepPlan } from "../plan/plan";
import { columnsIn } from "../plan/shared-bars";
import { nameOfBytes } from "./pieces";
import { type Build, ownBuild, ownName } from "./place";

/** What workers get of a sweep: its plan, and the names of its bars. Signed as a whole. */
export interface Envelope {
  /** The plan as JSON. */
  readonly plan: string;
  readonly build: Build;
  /** Most milliseconds of a run. */
  readonly timeLimit?: number;
  readonly bars?: { readonly bytes: string; readonly length: number; readonly ends: readonly number[] };
  readonly benchmark?: string;
  /** Who sent it first. */
  readonly lab: string;
}

/** An envelope with its name. */
export interface Packed {
  /** What its jobs are named after: SHA-256 of all that decides results. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** The material of a plan as bytes by their names, and what an envelope says of them. */
export interface PackedMaterial {
  readonly named: Pick<Envelope, "bars" | "benchmark">;
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

/** Packs bars and benchmark to be sent. It hashes all of them. */
export function packedMaterial({ bars, benchmark }: SweepMaterial): PackedMaterial {
  const parts = new Map<string, Uint8Array>();
  const add = (bytes: Uint8Array) => {
    const name = nameOfBytes(bytes);
    parts.set(name, bytes);
    return name;
  };
  const named = {
    ...(bars && { bars: { bytes: add(bytesOfBars(bars)), length: bars.columns.length, ends: bars.ends } }),
    ...(benchmark && { benchmark: add(bytesOfLevels(benchmark)) }),
  };
  return { named, parts };
}

/** Packs a plan to be sent. */
export function packed(plan: SweepPlan, { named }: PackedMaterial, timeLimit: number | undefined): Packed {
  const decisive = {
    plan: JSON.stringify(plan),
    build: ownBuild(),
    ...(timeLimit !== undefined && { timeLimit }),
    ...named,
  };
  const name = nameOf(decisive);
  const envelope: Envelope = { ...decisive, lab: ownName() };
  return { name, bytes: gzipSync(JSON.stringify(envelope), { level: 3 }) };
}

/** Returns what `packed` has packed under a name; `undefined` if it is another plan. `find` returns bytes by their name. */
export async function unpacked(
  name: string,
  bytes: Uint8Array,
  find: (name: string) => Promise<SharedArrayBuffer>,
): Promise<{ envelope: Envelope; plan: SweepPlan; material: SweepMaterial } | undefined> {
  const envelope = JSON.parse(gunzipSync(bytes).toString("utf8")) as Envelope;
  const { lab: _, ...decisive } = envelope;
  if (nameOf(decisive) !== name) return undefined;
  const { bars, benchmark } = envelope;
  const material: SweepMaterial = {
    ...(bars && {
      bars: { sha256: bars.bytes, columns: columnsIn(await find(bars.bytes), bars.length), ends: bars.ends },
    }),
    ...(benchmark && { benchmark: levelsIn(await find(benchmark)) }),
  };
  return { envelope, plan: JSON.parse(envelope.plan) as SweepPlan, material };
}

function nameOf(decisive: Omit<Envelope, "lab">): string {
  return createHash("sha256").update(JSON.stringify(decisive)).digest("hex");
}

// The columns lie one behind the other in one buffer.
function bytesOfBars({ columns }: NonNullable<SweepMaterial["bars"]>): Uint8Array {
  return new Uint8Array(columns.time.buffer);
}

function bytesOfLevels({ time, level }: NonNullable<SweepMaterial["benchmark"]>): Uint8Array {
  const both = new Float64Array(time.length * 2);
  both.set(time);
  both.set(level, time.length);
  return new Uint8Array(both.buffer);
}

function levelsIn(bytes: SharedArrayBuffer): NonNullable<SweepMaterial["benchmark"]> {
  const both = new Float64Array(bytes);
  const half = both.length / 2;
  return { time: both.slice(0, half), level: both.slice(half) };
}
