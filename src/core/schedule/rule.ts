import { PaperLabError } from "../../errors";
import { checkKeys, didYouMean, expected, nearest, shown } from "../checks";
import { type Condition, type ConditionObject, checkCondition, isConditionObject } from "./condition";
import { longest, type Period, periods } from "./periods";

/** A schedule in one word: the first trading day of each period. */
export type ScheduleWord = "daily" | "weekly" | "monthly" | "quarterly";

/** A schedule in full. */
export interface ScheduleTerms<Context> {
  /** Weeks begin on Monday. */
  readonly every: Period;
  /**
   * Which trading day of the period, from 1; -1 is the last. Default `"first"`. A period with fewer trading days has
   * none.
   */
  readonly on?: "first" | "last" | number;
  /** Trading days later, negative for earlier; default 0. */
  readonly offset?: number;
  /** Time of day in the feed's zone, such as `"10:30"`: the first step at or after it. Default: the day's first step. */
  readonly at?: string;
  /** Asked on due days only. If it is not met, nothing happens until the next due day. */
  readonly when?: Condition<Context>;
}

/** A schedule: a word, its terms, or a condition alone, which is asked at every step. */
export type RuleOf<Context> = ScheduleWord | ScheduleTerms<Context> | ConditionObject<Context>;

/** Which steps are due, apart from conditions. */
export interface DueTerms {
  readonly every: Period;
  /** From 1, or from -1 for the last. */
  readonly on: number;
  /** Trading days. */
  readonly offset: number;
  /** Minutes after local midnight. */
  readonly at: number | undefined;
}

/** A rule in one form. */
export interface CheckedRule<Context> {
  /** Absent if every step is due. */
  readonly due: DueTerms | undefined;
  readonly when: Condition<Context> | undefined;
}

const words: Readonly<Record<ScheduleWord, Period>> = {
  daily: "day",
  weekly: "week",
  monthly: "month",
  quarterly: "quarter",
};
const wordNames = Object.keys(words) as ScheduleWord[];
const keys = ["every", "on", "offset", "at", "when"] as const satisfies readonly (keyof ScheduleTerms<never>)[];

const weekday = /^(mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(days?)?$/i;

// Days of four years, as many as anyone shifts.
const MOST_OFFSET = 1000;

/**
 * Checks a rule and returns it in one form. Throws INVALID_OPTION or UNKNOWN_OPTION with the near match. `name`: what the
 * messages call it.
 */
export function checkedRule<Context>(name: string, rule: RuleOf<Context>): CheckedRule<Context> {
  const given: unknown = rule;
  if (typeof given === "string") {
    if (Object.hasOwn(words, given)) return { due: dueOf(words[given as ScheduleWord]), when: undefined };
    const period = periods.find((one) => one === nearest(given, periods));
    const meant = wordNames.find((word) => words[word] === period);
    throw unknownWord(name, given, wordNames, ", or an object such as { every, on }", meant);
  }
  if (isConditionObject(given)) {
    checkCondition(name, given);
    return { due: undefined, when: rule as ConditionObject<Context> };
  }
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw expected(name, '"daily", "weekly", "monthly", "quarterly" or an object such as { every: "month" }', given);
  checkKeys(name, given, keys);
  const { every, on, offset, at, when } = rule as ScheduleTerms<Context>;
  if (!periods.includes(every)) {
    const meant = Object.hasOwn(words, every) ? words[every as unknown as ScheduleWord] : undefined;
    throw unknownWord(`${name}.every`, every, periods, "", meant);
  }
  if (when !== undefined) checkCondition(`${name}.when`, when);
  return { due: dueOf(every, checkedOn(name, every, on), checkedOffset(name, offset), checkedAt(name, at)), when };
}

function dueOf(every: Period, on = 1, offset = 0, at: number | undefined = undefined): DueTerms {
  return { every, on, offset, at };
}

function checkedOn(name: string, every: Period, on: unknown = "first"): number {
  if (on === "first") return 1;
  if (on === "last") return -1;
  if (typeof on === "string" && weekday.test(on))
    throw expected(
      `${name}.on`,
      `the number of a trading day of a ${every}, 1 for the first and -1 for the last, because weekdays can be closed`,
      on,
    );
  if (typeof on === "string") throw unknownWord(`${name}.on`, on, ["first", "last"], " or a number");
  const most = longest[every];
  if (typeof on === "number" && Number.isInteger(on) && on !== 0 && Math.abs(on) <= most) return on;
  const range = most === 1 ? "1 or -1" : `1 to ${most} or -1 to -${most}`;
  throw expected(`${name}.on`, `"first", "last" or the number of a trading day of a ${every}, ${range}`, on);
}

function checkedOffset(name: string, offset: unknown = 0): number {
  if (typeof offset === "number" && Number.isInteger(offset) && Math.abs(offset) <= MOST_OFFSET) return offset;
  throw expected(`${name}.offset`, `a whole number of trading days from -${MOST_OFFSET} to ${MOST_OFFSET}`, offset);
}

function checkedAt(name: string, at: unknown): number | undefined {
  if (at === undefined) return undefined;
  const parts = typeof at === "string" ? /^(\d{1,2}):(\d{2})$/.exec(at) : null;
  const [hour, minute] = parts === null ? [Number.NaN, 0] : [Number(parts[1]), Number(parts[2])];
  if (hour <= 23 && minute <= 59) return hour * 60 + minute;
  throw expected(`${name}.at`, 'a time from "00:00" to "23:59", such as "10:30"', at);
}

// `meant`: what is proposed if no known word is near.
function unknownWord(
  name: string,
  word: unknown,
  known: readonly string[],
  others = "",
  meant: string | undefined = undefined,
): PaperLabError {
  const proposed = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  const near = (typeof word === "string" && didYouMean(word, known)) || proposed;
  const wanted = `one of ${known.map((one) => `"${one}"`).join(", ")}${others}`;
  return new PaperLabError(
    "INVALID_OPTION",
    `Expected ${name} to be ${wanted}, was ${shown(word)}${near && `.${near}`}`,
  );
}

/** Returns a rule as plain data: functions in it are `"function"`, their texts are kept elsewhere. */
export function describedRule(rule: unknown): unknown {
  if (typeof rule === "function") return "function";
  if (Array.isArray(rule)) return rule.map(describedRule);
  if (typeof rule !== "object" || rule === null) return rule;
  const given = Object.entries(rule).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([key, value]) => [key, describedRule(value)]));
}

/** Returns a described rule in the fewest words, the same of all rules that are due on the same steps: `"monthly"`. */
export function shortestRule(rule: unknown): unknown {
  if (typeof rule !== "object" || rule === null || !("every" in rule)) return rule;
  const { every, on, offset = 0, at, when } = rule as ScheduleTerms<never>;
  const isLast = every !== "day" && (on === "last" || on === -1);
  const isFirst = every === "day" || on === undefined || on === "first" || on === 1;
  const terms = {
    every,
    ...(!isFirst && { on: isLast ? "last" : on }),
    ...(offset !== 0 && { offset }),
    ...(at !== undefined && { at: at.padStart(5, "0") }),
    ...(when !== undefined && { when }),
  };
  const word = wordNames.find((one) => words[one] === every);
  return word !== undefined && Object.keys(terms).length === 1 ? word : terms;
}

/** Returns the functions in a rule with their paths, such as `rebalance.when`. `path`: that of the rule. */
export function functionsIn(rule: unknown, path: string): [path: string, value: object][] {
  if (typeof rule === "function") return [[path, rule]];
  if (typeof rule !== "object" || rule === null) return [];
  const parts = Object.entries(rule);
  return parts.flatMap(([key, value]) =>
    functionsIn(value, Array.isArray(rule) ? `${path}[${key}]` : `${path}.${key}`),
  );
}
