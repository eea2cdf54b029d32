import type { PointResult, SweepMaterial } from "../plan/executor";
import type { SweepPlan } from "../plan/plan";
import type { LastWords } from "./last-words";
import type { MemoryTerms } from "./memory";

/** A plan with its material, as all threads read it: nothing in it is copied when it is sent. */
export interface SharedPlan {
  /** Distinguishes it from all others of this process, but not from the same plan with other points. */
  readonly key: number;
  /** How often it got other points. */
  readonly version: number;
  /** The plan as JSON in UTF-8. */
  readonly text: SharedArrayBuffer;
  /** `number`: distinguishes them from all others of this process. */
  readonly bars?: Pick<NonNullable<SweepMaterial["bars"]>, "columns" | "ends"> & { readonly number: number };
  readonly benchmark?: SweepMaterial["benchmark"];
}

/** One run to be made. */
export interface PointTask {
  readonly shared: SharedPlan;
  readonly index: number;
  /** Where the thread writes when it begins, epoch milliseconds; absent if nobody wants to know. */
  readonly begun?: Float64Array;
  readonly memory: MemoryTerms;
  /** Where the thread says what the run has spoiled, and in another line why it failed if it did, before it ends itself. */
  readonly lastWords: LastWords;
}

/** What a thread answers. */
export type PointAnswer = PointResult;

const numbers = new WeakMap<object, number>();
let numbered = 0;

function numberOf(bars: object): number {
  const number = numbers.get(bars) ?? ++numbered;
  numbers.set(bars, number);
  return number;
}

/** Makes a plan and its material ready to be sent to threads. */
export function sharedPlan(
  { key, version }: Pick<SharedPlan, "key" | "version">,
  plan: SweepPlan,
  { bars, benchmark }: SweepMaterial,
): SharedPlan {
  const bytes = new TextEncoder().encode(JSON.stringify(plan));
  const text = new SharedArrayBuffer(bytes.length);
  new Uint8Array(text).set(bytes);
  return {
    key,
    version,
    text,
    ...(bars && { bars: { columns: bars.columns, ends: bars.ends, number: numberOf(bars) } }),
    ...(benchmark && { benchmark: { time: inShared(benchmark.time), level: inShared(benchmark.level) } }),
  };
}

/** Returns the plan in a shared text. */
export function planOf({ text }: SharedPlan): SweepPlan {
  // A decoder refuses memory that others may write.
  return JSON.parse(Buffer.from(new Uint8Array(text)).toString("utf8")) as SweepPlan;
}

function inShared(values: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
