/** Why a request was refused: a code in capitals and the numbers that led to it. */
export interface Denial {
  readonly code: string;
  readonly details?: Readonly<Record<string, number | string>>;
}

/** Writes a denial as `CODE` or `CODE: key=value, key=value`, numbers with at most six significant digits. */
export function denialText({ code, details = {} }: Denial): string {
  const pairs = Object.entries(details).map(([key, value]) => `${key}=${rounded(value)}`);
  return pairs.length === 0 ? code : `${code}: ${pairs.join(", ")}`;
}

function rounded(value: number | string): number | string {
  return typeof value === "number" ? Number(value.toPrecision(6)) : value;
}
