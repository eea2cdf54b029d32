import type { DonePoint, PointResult } from "../plan/executor";

/** What a job gives: who made its runs, and what came of them. */
export interface JobResult {
  /** The id of the job, so that no other result can stand for it. */
  readonly job: string;
  readonly worker: string;
  readonly results: readonly PackedResult[];
}

/** A result as JSON keeps it: doubles as base64 of their bytes, because JSON has no -0 and no NaN. */
export type PackedResult =
  | Extract<PointResult, { state: "failed" }>
  | (Omit<DonePoint, "metrics" | "trial" | "returns" | "returnDays"> & {
      readonly metrics: string;
      readonly trial: string;
      readonly returns?: string;
      readonly returnDays?: string;
    });

/** Returns a result as plain data. */
export function packedResult(result: PointResult): PackedResult {
  if (result.state === "failed") return result;
  const { metrics, trial, returns, returnDays, ...others } = result;
  const { sharpe = NaN, skewness = NaN, kurtosis = NaN, n, firstTime, lastTime, firstDay = NaN } = trial;
  return {
    ...others,
    metrics: textOf(metrics),
    trial: textOf(Float64Array.of(sharpe, skewness, kurtosis, n, firstTime, lastTime, firstDay)),
    ...(returns && { returns: textOf(returns) }),
    ...(returnDays && { returnDays: textOf(returnDays) }),
  };
}

/** Returns the result that `packedResult` has packed. */
export function unpackedResult(packed: PackedResult): PointResult {
  if (packed.state === "failed") return packed;
  const { metrics, trial, returns, returnDays, ...others } = packed;
  const [sharpe, skewness, kurtosis, n, firstTime, lastTime, firstDay] = doublesIn(trial);
  const known = (value: number) => (Number.isNaN(value) ? undefined : value);
  return {
    ...others,
    metrics: doublesIn(metrics),
    trial: {
      sharpe: known(sharpe),
      skewness: known(skewness),
      kurtosis: known(kurtosis),
      n,
      firstTime,
      lastTime,
      ...(Number.isNaN(firstDay) ? {} : { firstDay }),
    },
    ...(returns !== undefined && { returns: doublesIn(returns) }),
    ...(returnDays !== undefined && { returnDays: new Int32Array(bytesIn(returnDays)) }),
  };
}

function textOf({ buffer, byteOffset, byteLength }: Float64Array | Int32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}

function doublesIn(text: string): Float64Array {
  return new Float64Array(bytesIn(text));
}

function bytesIn(text: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(text, "base64")).buffer;
}
