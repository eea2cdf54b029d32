/** A finite double as a whole number of 2^-1074. */
function units(value: number): bigint {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value);
  const bits = bytes.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0 ? fraction : (fraction | 0x10000000000000n) << BigInt(exponent - 1);
  return bits >> 63n === 1n ? -size : size;
}

/** The next double in a direction: 1 is up, -1 down. */
function nextDouble(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE;
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value);
  const step = value > 0 === direction > 0 ? 1n : -1n;
  bytes.setBigUint64(0, bytes.getBigUint64(0) + step);
  return bytes.getFloat64(0);
}

/** Whether the exact mean of some numbers lies above the double below `mean`, and below the one above it. */
export function exactMean(
  values: readonly number[],
  mean: number,
): { readonly below: boolean; readonly above: boolean } {
  const sum = values.reduce((total, value) => total + units(value), 0n);
  const count = BigInt(values.length);
  return {
    below: units(nextDouble(mean, -1)) * count < sum,
    above: sum < units(nextDouble(mean, 1)) * count,
  };
}
