import type { ReferenceBooks } from "./books";
import { exitKind, type ReferenceOrder, type ReferenceRole, takesAnyPrice, type Wanted, waits } from "./order";

/** Why a request is denied, or what it becomes. */
export interface Verdict {
  readonly reason?: string;
  readonly role: ReferenceRole;
  /** The orders that it replaces. */
  readonly replaces: readonly ReferenceOrder[];
  readonly isGoodTillCanceled?: boolean;
}

/** Judges a request, as if some orders did not work. */
export function judge(books: ReferenceBooks, wanted: Wanted, gone: readonly ReferenceOrder[] = []): Verdict {
  const { type = "market", side, quantity, trailAmount = 0, takeProfit, stopLoss } = wanted;
  const { terms, close } = books;
  const sign = side === "buy" ? 1 : -1;
  const denied = (reason: string): Verdict => ({ reason, role: { isExit: false, reducing: 0 }, replaces: [] });
  if (sign < 0 && trailAmount >= close) return denied("TRAIL_EXCEEDS_PRICE");
  const reducible = books.reducible(sign);
  const kind = exitKind(type);
  const open = Math.max(0, reducible - books.sum(sign, (order) => !gone.includes(order) && !waits(order)));
  const free = terms.shorting && kind !== undefined ? reducible : open;
  const closes = takesAnyPrice(type) && open > 0 && quantity >= open;
  const replaces = closes
    ? books
        .working()
        .filter(
          (order) =>
            (order.isExit || (waits(order) && order.reducing > 0)) && order.sign === sign && !gone.includes(order),
        )
    : [];
  if (quantity <= free) {
    if ((takeProfit ?? stopLoss) !== undefined) return denied("EXIT_WITHOUT_ENTRY");
    if (kind === undefined)
      return {
        role: { isExit: false, reducing: quantity },
        replaces,
        isGoodTillCanceled: wanted.timeInForce === undefined,
      };
    const covered = books.sum(sign, (order) => !gone.includes(order) && order.isExit && exitKind(order.type) === kind);
    if (quantity > reducible - covered) return denied("EXIT_EXCEEDS_POSITION");
    return { role: { isExit: true, reducing: 0 }, replaces: [] };
  }
  if (sign < 0 && !terms.shorting) return denied("SHORTING_NOT_ALLOWED");
  const needed = (quantity - free) * close;
  if (needed > (powerOf(books, [...gone, ...replaces]) + free * close) * (1 + 1e-12))
    return denied("INSUFFICIENT_BUYING_POWER");
  if (kind === undefined && isOnWrongSide(wanted, close)) return denied("EXIT_ON_WRONG_SIDE");
  return { role: { isExit: false, reducing: free }, replaces };
}

// The buying power at the last close, with what working orders will take and bring, except those that are gone.
function powerOf(books: ReferenceBooks, gone: readonly ReferenceOrder[]): number {
  const { terms, cash, held, close } = books;
  let power = terms.leverage * (cash + held * close) - Math.abs(held * close);
  let toReduce = Math.abs(held);
  for (const order of books.working()) {
    if (order.isExit || gone.includes(order)) continue;
    const reduces = held * order.sign < 0 ? Math.min(order.remaining, toReduce) : 0;
    power -= (order.remaining - reduces) * close;
    // A resting limit or stop brings nothing yet.
    if (!takesAnyPrice(order.type)) continue;
    toReduce -= reduces;
    power += reduces * close;
  }
  return power;
}

function isOnWrongSide({ side, takeProfit, stopLoss }: Wanted, close: number): boolean {
  const isAbove = (exit: unknown) => typeof exit !== "number" || exit > close;
  const isBelow = (exit: unknown) => typeof exit !== "number" || exit < close;
  return side === "buy" ? !isAbove(takeProfit) || !isBelow(stopLoss) : !isBelow(takeProfit) || !isAbove(stopLoss);
}
