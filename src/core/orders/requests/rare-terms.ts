import { expected, unknownOption } from "../../checks";
import type { OrderOptions, Side } from "../order";
import type { TimeInForce } from "../time-in-force";
import { type OrderType, orderTypes } from "../types/order-types";
import { type ExitPrice, exitNames, type RareTerms } from "../types/terms";
import { checkAbsent, checkPositive, checkPrice } from "./given";

/** Reads a time as people give it, epoch milliseconds. Throws INVALID_ORDER, with `name` in the message. */
export type ReadInstant = (time: string | number | Date, name: string) => number;

/** Returns the terms of an order that few orders have. Throws INVALID_ORDER for those that make no sense. */
export function rareTermsOf(
  options: OrderOptions,
  type: OrderType,
  side: Side,
  timeInForce: TimeInForce,
  instantOf: ReadInstant | undefined,
  allowsNegative: boolean,
): RareTerms {
  const { ocoGroup, takeProfit, stopLoss } = options;
  checkTrail(options, type);
  for (const name of exitNames) checkExit(name, options[name], side, allowsNegative);
  if (ocoGroup !== undefined && (typeof ocoGroup !== "string" || ocoGroup === ""))
    throw expected("ocoGroup of an order", "text that names the group", ocoGroup, "INVALID_ORDER");
  const { trailFraction, trailAmount } = options;
  // Set one by one: an object made of parts takes several times as long.
  const terms: { -readonly [Term in keyof RareTerms]: RareTerms[Term] } = {};
  if (trailFraction !== undefined) terms.trailFraction = trailFraction;
  if (trailAmount !== undefined) terms.trailAmount = trailAmount;
  const expiresAt = expiryOf(options, timeInForce, instantOf);
  if (expiresAt !== undefined) terms.expiresAt = expiresAt;
  if (ocoGroup !== undefined) terms.ocoGroup = ocoGroup;
  if (takeProfit !== undefined) terms.takeProfit = takeProfit;
  if (stopLoss !== undefined) terms.stopLoss = stopLoss;
  return terms;
}

function checkTrail({ trailFraction, trailAmount }: OrderOptions, type: OrderType): void {
  const trails = orderTypes[type].trails === true;
  if (trails && (trailFraction === undefined) === (trailAmount === undefined)) {
    const was = trailFraction === undefined ? "neither" : "both";
    throw expected("a trailingStop order", "given trailFraction or trailAmount", was, "INVALID_ORDER");
  }
  const [amount, fraction] = [`trailAmount of a ${type} order`, `trailFraction of a ${type} order`];
  if (!trails) {
    checkAbsent(amount, trailAmount, trailing);
    checkAbsent(fraction, trailFraction, trailing);
  } else if (trailAmount !== undefined) checkPositive(amount, trailAmount);
  else checkFraction(fraction, trailFraction as number);
}

function expiryOf(
  { expiresAt }: OrderOptions,
  timeInForce: TimeInForce,
  instantOf: ReadInstant | undefined,
): number | undefined {
  if (timeInForce !== "GTD") {
    checkAbsent(`expiresAt of a ${timeInForce} order`, expiresAt, () => 'one with timeInForce: "GTD"');
    return undefined;
  }
  const name = "expiresAt of a GTD order";
  if (expiresAt === undefined || instantOf === undefined) {
    if (typeof expiresAt === "number" && Number.isFinite(expiresAt)) return expiresAt;
    throw expected(name, "an ISO date or instant, or epoch milliseconds", expiresAt, "INVALID_ORDER");
  }
  return instantOf(expiresAt, name);
}

function checkExit(
  name: (typeof exitNames)[number],
  exit: ExitPrice | undefined,
  side: Side,
  allowsNegative: boolean,
): void {
  if (exit === undefined) return;
  if (typeof exit === "number") {
    checkPrice(`${name} of an order`, exit, allowsNegative);
    return;
  }
  if (typeof exit !== "object" || exit === null)
    throw expected(
      `${name} of an order`,
      "a price, or { fraction: 0.1 } for 10 % from the entry",
      exit,
      "INVALID_ORDER",
    );
  const other = Object.keys(exit).find((key) => key !== "fraction");
  if (other !== undefined)
    throw unknownOption(
      name,
      other,
      ["fraction"],
      " Give a price, such as 95, or { fraction: 0.1 } for 10 % from the entry",
    );
  // A price cannot fall by more than all of it.
  if ((name === "takeProfit") === (side === "buy")) checkPositive(`fraction of ${name}`, exit.fraction);
  else checkFraction(`fraction of ${name}`, exit.fraction);
}

function checkFraction(name: string, value: unknown): void {
  if (typeof value === "number" && value > 0 && value < 1) return;
  throw expected(name, "a fraction above 0 and below 1, such as 0.05", value, "INVALID_ORDER");
}

function trailing(): string {
  return 'one of type: "trailingStop"';
}
