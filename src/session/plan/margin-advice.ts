import { engineTerms } from "../../run/terms";
import type { PreparedSession } from "./plan";

/** Returns what to say of a leverage that cannot be used in full, because the broker would call at the next step. */
export function marginAdvice({ config, material }: Pick<PreparedSession, "config" | "material">): string[] {
  const { leverage, shorting, maintenance } = engineTerms(config, material.models);
  if (maintenance === undefined) return [];
  const sides = shorting ? (["long", "short"] as const) : (["long"] as const);
  const [side] = sides.filter((one) => leverage * maintenance[one] > 1);
  if (side === undefined) return [];
  const most = Number((1 / leverage).toPrecision(4));
  return [
    `Of a leverage of ${leverage}, ${side} positions can only use ${Number((1 / maintenance[side]).toPrecision(4))} before they are called, as they require ${maintenance[side]} of their value; a maintenanceMargin of ${most} or less lets them use all of it`,
  ];
}
