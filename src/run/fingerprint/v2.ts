import { type EventKind, type EventSubject, eventSubjects } from "../../core/journal/events";
import type { Journal } from "../../core/journal/journal";
import type { RareTerms } from "../../core/orders/types/terms";
import { type EventBytes, encodedWord } from "./hashed-bytes";

// The order in which terms are written. It is frozen, even if orders get others.
const rareNumbers = ["trailFraction", "trailAmount", "expiresAt"] as const satisfies readonly (keyof RareTerms)[];
const exitNames = ["takeProfit", "stopLoss"] as const satisfies readonly (keyof RareTerms)[];
const changeableTerms = ["quantity", "limitPrice", "stopPrice", ...rareNumbers] as const;

// The words of most events.
const [fillWord, acceptedWord, noDoubt] = ["fill", "orderAccepted", ""].map(encodedWord);

// By what events are about. A logged line decides nothing.
const writers: Readonly<
  Record<EventSubject, (journal: Journal, kind: EventKind, row: number, into: EventBytes) => void>
> = {
  order: writeOrder,
  fill: writeFill,
  line: () => undefined,
  state: writeState,
  change: writeChange,
  cash: writeCash,
  margin: writeMarginCall,
  action: writeAction,
};

/** Writes the event at `index` as version 2 of the fingerprint does: codes and symbols as words, never as indices. */
export function writeEvent(journal: Journal, index: number, into: EventBytes): void {
  const kind = journal.kind(index);
  // Most events are these two, and calls that are known are faster.
  if (kind === "fill") writeFill(journal, kind, journal.row(index), into);
  else if (kind === "orderAccepted") writeOrder(journal, kind, journal.row(index), into);
  else writers[eventSubjects[kind]](journal, kind, journal.row(index), into);
}

function writeOrder(journal: Journal, kind: EventKind, row: number, into: EventBytes): void {
  const { orders } = journal;
  if (kind === "orderAccepted") into.encoded(acceptedWord);
  else into.word(kind);
  into.number(orders.number(row));
  if (kind === "orderAccepted" || kind === "orderDenied") writeTerms(journal, row, into);
  if (kind === "orderAccepted") return;
  into.number(orders.endedAt(row));
  into.text(orders.reason(row));
}

function writeTerms({ orders }: Journal, row: number, into: EventBytes): void {
  const code = orders.code(row);
  if (!into.wordsAgain(code))
    into.words(code, orders.symbol(row), orders.side(row), orders.type(row), orders.timeInForce(row));
  const limitPrice = orders.price(row, "limitPrice");
  const stopPrice = orders.price(row, "stopPrice");
  into.numbers(orders.quantity(row), limitPrice, stopPrice, orders.createdAt(row));
  into.text(orders.tag(row));
  writeRare(orders.rare(row), into);
}

// Orders without rare terms have the bytes that they had before there were any.
function writeRare(rare: RareTerms | undefined, into: EventBytes): void {
  if (rare === undefined) return;
  for (const name of rareNumbers) writeTerm(name, rare[name], into);
  for (const name of exitNames) {
    const exit = rare[name];
    if (typeof exit === "object") writeTerm(`${name} fraction`, exit.fraction, into);
    else writeTerm(name, exit, into);
  }
  if (rare.ocoGroup === undefined) return;
  into.word("ocoGroup");
  into.text(rare.ocoGroup);
}

function writeTerm(name: string, value: number | undefined, into: EventBytes): void {
  if (value === undefined) return;
  into.word(name);
  into.number(value);
}

function writeChange({ orders, changes }: Journal, kind: EventKind, at: number, into: EventBytes): void {
  const { row, time, terms, reason } = changes[at];
  into.word(kind);
  into.number(orders.number(row));
  into.number(time);
  for (const name of changeableTerms) writeTerm(name, terms[name], into);
  into.text(reason);
}

function writeFill({ orders, fills }: Journal, _kind: EventKind, row: number, into: EventBytes): void {
  const doubt = fills.doubt(row);
  into.encoded(fillWord);
  into.number(orders.number(fills.orderRow(row)));
  if (doubt === undefined) into.encoded(noDoubt);
  else into.word(doubt);
  into.numbers(fills.quantity(row), fills.price(row), fills.commission(row), fills.slippage(row));
  into.number(fills.time(row));
}

function writeState(journal: Journal, kind: EventKind, row: number, into: EventBytes): void {
  const { state, time, reason, rule } = journal.states[row];
  into.word(kind);
  into.word(state);
  into.number(time);
  into.text(reason);
  into.text(rule);
}

// The cause is only words for the rest.
function writeCash(journal: Journal, kind: EventKind, row: number, into: EventBytes): void {
  const { kind: moved, time, amount, symbol } = journal.cash[row];
  into.word(kind);
  into.word(moved);
  into.number(time as number);
  into.text(symbol);
  into.number(amount);
}

function writeMarginCall(journal: Journal, kind: EventKind, row: number, into: EventBytes): void {
  const { time, equity, required } = journal.marginCalls[row];
  into.word(kind);
  into.number(time);
  into.number(equity);
  into.number(required);
}

function writeAction(journal: Journal, kind: EventKind, row: number, into: EventBytes): void {
  const { type, symbol, ex_date, value, time, quantity, quantityAfter, amount } = journal.actions[row];
  into.word(kind);
  into.word(type);
  into.text(symbol);
  into.text(ex_date);
  into.number(value);
  into.number(time);
  into.number(quantity);
  into.number(quantityAfter);
  into.number(amount);
}
