import { checkNoMore } from "../../checks";
import { type Maker, own } from "../../own";
import type { RiskRule } from "../risk";

/**
 * Denies orders that open a short position, in a session with `shorting: true`. Without that option every session does
 * so.
 */
export function noShorting(): RiskRule;
export function noShorting(...more: readonly unknown[]): RiskRule {
  checkNoMore("noShorting", more);
  return own({
    name: "noShorting",
    params: Object.freeze({}),
    check(request, view) {
      const after = view.quantityAfter(request);
      if (request.side === "buy" || after >= 0) return undefined;
      const available = Math.max(0, request.quantity + after);
      return { code: "SHORTING_NOT_ALLOWED", details: { quantity: request.quantity, available } };
    },
  } satisfies RiskRule);
}

/** Makes `noShorting` again from its params. */
export const noShortingMaker: Maker<RiskRule> = () => noShorting();
