import type { Account, Judgment } from "../account/account";
import type { Behavior } from "../account/behavior";
import type { Journal } from "../journal/journal";
import { withoutDust } from "../lots";
import type { Broker } from "../orders/broker";
import { denialText, withRule } from "../orders/denial";
import { numberOf } from "../orders/numbers";
import type { ChangedTerms } from "../orders/order-change";
import type { CheckedRequest } from "../orders/requests/checked-request";
import { rareNumbers } from "../orders/types/terms";
import type { WorkingOrder } from "../orders/working-order";
import type { RiskBook } from "./risk/risk-book";

/** Gives working orders new terms, if the account accepts them as it would a new order. */
export class Replacements {
  readonly #broker: Broker;
  readonly #journal: Journal;
  readonly #account: Account;
  readonly #lotSizes: (symbolIndex: number) => number;
  readonly #trailsUntilTriggered: boolean;
  readonly #risk: RiskBook | undefined;
  readonly #clearsDust: boolean;
  readonly #namesRules: boolean;

  /** `lotSizes`: by symbol. `risk`: what risk rules see; absent if there are none. */
  constructor(
    broker: Broker,
    journal: Journal,
    account: Account,
    lotSizes: (symbolIndex: number) => number,
    { trailsUntilTriggered, countsOrdersOnce, clearsDustOfDifferences, namesRulesOfChanges }: Behavior,
    risk: RiskBook | undefined,
  ) {
    this.#risk = countsOrdersOnce ? risk : undefined;
    this.#clearsDust = clearsDustOfDifferences;
    this.#namesRules = namesRulesOfChanges;
    this.#lotSizes = lotSizes;
    this.#trailsUntilTriggered = trailsUntilTriggered;
    this.#broker = broker;
    this.#journal = journal;
    this.#account = account;
  }

  /** Returns the working order of an id. */
  find(id: string): WorkingOrder | undefined {
    const row = this.#journal.orders.rowOf(numberOf(id));
    return row === undefined ? undefined : this.#broker.book.find(row);
  }

  /** Notes that an order has ended, so that it cannot be changed any more. */
  denyEnded(id: string, terms: ChangedTerms, time: number): void {
    const { orders } = this.#journal;
    const row = orders.rowOf(numberOf(id));
    if (row === undefined) return;
    const reason = denialText({ code: "ORDER_ENDED", details: { status: orders.at(row).status } });
    this.#journal.orderChangeDenied({ row, time, terms, reason });
  }

  /** Replaces terms of a working order. One that has ended stays as it is. */
  replace(id: string, terms: ChangedTerms, time: number): void {
    const order = this.find(id);
    if (order === undefined) {
      this.denyEnded(id, terms, time);
      return;
    }
    const { row, request, symbolIndex } = order;
    const filled = this.#less(symbolIndex, request.quantity, order.remaining);
    const wanted = this.#less(symbolIndex, terms.quantity ?? request.quantity, filled);
    const denied = (reason: string) => this.#journal.orderChangeDenied({ row, time, terms, reason });
    if (wanted <= 0) {
      denied(denialText({ code: "ALREADY_FILLED", details: { filled } }));
      return;
    }
    if (order.waiting.triggered && this.#changesTrigger(terms)) {
      denied("ALREADY_TRIGGERED");
      return;
    }
    const {
      request: judged,
      reason,
      rule,
      role,
      replaces,
    } = this.#judge(order, { ...changed(request, terms), quantity: wanted }, time);
    if (reason !== undefined) {
      denied(rule !== undefined && this.#namesRules ? withRule(reason, rule) : reason);
      return;
    }
    for (const other of replaces) this.#broker.cancel(other, time, `REPLACED: by=${id}`);
    const whole = judged.quantity + filled;
    const quantity = withoutDust(whole, this.#lotSizes(symbolIndex), whole, this.#clearsDust ? whole : 0);
    this.#broker.replace(order, { ...judged, quantity, timeInForce: request.timeInForce }, time, role);
    this.#journal.orderChanged({ row, time, terms: termsOf(order.request, terms), reason: "REQUESTED" });
  }

  #less(symbolIndex: number, from: number, quantity: number): number {
    const less = from - quantity;
    return this.#clearsDust ? withoutDust(less, this.#lotSizes(symbolIndex), from, Math.max(from, quantity)) : less;
  }

  #changesTrigger({ stopPrice, trailFraction, trailAmount }: ChangedTerms): boolean {
    if (stopPrice !== undefined) return true;
    return this.#trailsUntilTriggered && (trailFraction ?? trailAmount) !== undefined;
  }

  // Judges what an order will be as if it were not there now.
  #judge(order: WorkingOrder, request: CheckedRequest, time: number): Judgment {
    const { book } = this.#broker;
    if (this.#risk !== undefined) this.#risk.isChange = true;
    const judgment = book.without([order], () => this.#account.judge(request, time));
    if (this.#risk !== undefined) this.#risk.isChange = false;
    return judgment;
  }
}

function changed(request: CheckedRequest, { quantity: _, ...terms }: ChangedTerms): CheckedRequest {
  const rare = Object.fromEntries(
    rareNumbers.flatMap((name) => (terms[name] === undefined ? [] : [[name, terms[name]]])),
  );
  return { ...request, ...terms, rare: request.rare && { ...request.rare, ...rare } };
}

// The new terms as they were rounded.
function termsOf(request: CheckedRequest, asked: ChangedTerms): ChangedTerms {
  return Object.fromEntries(Object.keys(asked).map((name) => [name, request[name as keyof ChangedTerms]]));
}
