import type { SessionOptions } from "../../session/options/options";
import { functionTexts } from "../../strategy/reach/source";
import type { AnyStrategy } from "../../strategy/strategy";
import type { TravelingCode } from "./traveling-code";

/** Returns the texts of the functions of a strategy. */
export function travelingCode(strategy: AnyStrategy, _options: SessionOptions<never>): TravelingCode {
  return { name: strategy.name, texts: functionTexts(strategy), others: JSON.parse(JSON.stringify(strategy)) };
}

/** Makes a strategy of them again. */
export function arrivedCode(code: TravelingCode): { strategy: AnyStrategy; models: object; rebalance?: unknown } {
  const { texts, others } = code as { texts: Record<string, string>; others: object };
  const made = Object.entries(texts).map(([key, text]) => [
    key,
    new Function(
      "paperlab",
      `with (paperlab) { return ({ ${isMethod(key, text) ? text : `${key}: ${text}`} }).${key} }`,
    )({}),
  ]);
  return { strategy: { ...others, ...Object.fromEntries(made) } as AnyStrategy, models: {} };
}

function isMethod(key: string, text: string): boolean {
  return text.startsWith(`${key}(`);
}
