import type { FillMarket } from "../../core/market/liquidity/fill-market";
import type { ChargedSoFar } from "../../core/models/commission";
import { isOwn } from "../../core/own";
import { namesOf, orderMembers, viewMembers } from "../../run/checked/guarded-view";
import type { Models } from "../../run/models";
import { unknownMember } from "../../strategy/signals/members";
import { readGuarded } from "./read-params";

/** What a function of a model is given: its arguments with members by place, what the message calls each, and what it has. */
type Given = readonly (readonly [place: number, what: string, members: readonly string[]])[];

const charged = namesOf<ChargedSoFar>({
  filledQuantity: true,
  filledNotional: true,
  makerNotional: true,
  chargedCommission: true,
  isMaker: true,
});

const market = namesOf<FillMarket>({
  symbol: true,
  meanVolume: true,
  meanDailyVolume: true,
  dailyVolatility: true,
  days: true,
  filledToday: true,
});

const given: Readonly<Record<string, Given>> = {
  check: [
    [0, "the order", orderMembers],
    [1, "the view", viewMembers],
  ],
  afterStep: [[0, "the view", viewMembers]],
  slip: [[3, "the market", market]],
  refusal: [[0, "the market", market]],
  commission: [[2, "the order", charged]],
};

/**
 * Throws UNKNOWN_OPTION, with the near match, if the text of one of the user's own rules and models reads a member of what it
 * is given that is never there: it is `undefined`, and a limit that compares with it never denies. To provide for it does not
 * help, because the view of a rule refuses to be read then: a text asks `"extra" in view`.
 */
export function checkModelsRead({ risk = [], commission, slippage }: Models = {}): void {
  for (const [at, rule] of risk.entries()) checkRead(rule, ["check", "afterStep"], `of risk[${at}], "${rule.name}"`);
  checkRead(commission, ["commission"], "of the option commission");
  checkRead(slippage, ["slip", "refusal"], "of the option slippage");
}

function checkRead(model: object | undefined, methods: readonly string[], where: string): void {
  if (model === undefined || isOwn(model)) return;
  for (const method of methods) {
    // A model can be its only function.
    const isAlone = typeof model === "function" && method === methods[0];
    const asked = isAlone ? model : (model as Readonly<Record<string, unknown>>)[method];
    if (typeof asked !== "function") continue;
    const place = isAlone ? where.replace("of the option ", "") : `${method} ${where}`;
    for (const [argument, what, members] of given[method])
      for (const name of readGuarded(String(asked), argument))
        if (!members.includes(name) && !(name in Object.prototype))
          throw unknownMember(members, "member", `${what} in ${place}`, name, "UNKNOWN_OPTION");
  }
}
