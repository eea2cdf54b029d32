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

/** Returns the reason of a denied change with the risk rule that denied it, as its last value: `CODE: key=value, rule=name`. */
export function withRule(reason: string, rule: string): string {
  return `${reason}${reason.includes(":") ? "," : ":"} rule=${rule}`;
}

function rounded(value: number | string): number | string {
  return typeof value === "number" ? Number(value.toPrecision(6)) : value;
}
