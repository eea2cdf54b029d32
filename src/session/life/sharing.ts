import { setTimeout } from "node:timers";
import { listText } from "../../core/short-text";
import { kernelHook } from "../../notebook/hook";
import { note, type SessionRecord } from "../record/record";

/** What a strategy can do so that its state belongs to its session alone. */
export const ownStateAdvice =
  "What a strategy changes belongs in its state: () => ({ ... }), which each session has for itself";

/** Those that run in this process, the last one to set off last. */
export const running = new Set<SessionRecord>();
// Most of them that are asked at a time what they have changed. Each takes about a millisecond.
const MOST_ASKED = 20;
// Milliseconds in which sessions that set off together have changed what they share.
const BEFORE_ASKING = 300;

// What a session is told: those that share a variable with it.
interface Sharing {
  readonly records: ReadonlySet<SessionRecord>;
  readonly text: string;
}

const told = new WeakMap<SessionRecord, Map<string, Sharing>>();
let willAsk = false;

/** A session sets off. What it shares with others that run is said soon: for all of them together. */
export function setsOff(record: SessionRecord): void {
  // The last one comes last.
  running.delete(record);
  running.add(record);
  if (running.size < 2 || willAsk) return;
  willAsk = true;
  setTimeout(() => {
    willAsk = false;
    for (const one of [...running].slice(-MOST_ASKED)) tellSharing(one, true);
  }, BEFORE_ASKING).unref();
}

/** A session has come to rest. */
export function comesToRest(record: SessionRecord): void {
  tellSharing(record, false);
  running.delete(record);
}

/** Returns the names of what running sessions have changed that another one reads. All of them are told that soon. */
export function sharedBy(record: SessionRecord): string[] {
  const others = [...running].filter((one) => one !== record && record.strategyState?.readsWith(one.strategyState));
  const left = others.slice(-MOST_ASKED).flatMap((one) => one.strategyState?.left(true) ?? []);
  return record.strategyState?.shared(left).map(({ name }) => name) ?? [];
}

// Says what a session has changed that others use at the same time.
function tellSharing(record: SessionRecord, isRunning: boolean): void {
  const { strategyState: own } = record;
  const rested = isRunning ? undefined : own?.left(false);
  if (rested?.length === 0) return;
  const others = [...running].filter((one) => one !== record && own?.readsWith(one.strategyState));
  if (others.length === 0) return;
  const names = new Map<string, Set<SessionRecord>>();
  for (const one of rested ?? own?.left(true) ?? [])
    for (const other of others)
      if (other.strategyState?.shared([one]).length) names.set(one.name, (names.get(one.name) ?? new Set()).add(other));
  for (const [name, users] of names) {
    const known = told.get(record)?.get(name)?.records;
    if ([...users].every((other) => known?.has(other))) continue;
    tellAll(
      name,
      [...running].filter((one) => one === record || users.has(one)),
    );
  }
}

function tellAll(name: string, records: readonly SessionRecord[]): void {
  const sessions = records.map((one) => `"${one.name}"`).join(", ");
  const text = `Sessions ${sessions} run at the same time and use the same ${name}, which changes. No result is its own. ${ownStateAdvice}`;
  const sharing = { records: new Set(records), text };
  for (const record of records) {
    const known = told.get(record) ?? new Map<string, Sharing>();
    told.set(record, known);
    const before = known.get(name);
    known.set(name, sharing);
    const { warnings } = record;
    // This says all that the earlier one said.
    const isMore = before !== undefined && [...before.records].every((one) => sharing.records.has(one));
    if (isMore && warnings.includes(before.text)) warnings.splice(warnings.indexOf(before.text), 1);
    // It is said once, by the last one.
    if (record === records.at(-1)) note(record, text);
    else if (!warnings.includes(text)) warnings.push(text);
  }
}

// Variables that other sessions left, as was told for one lab on one cell.
const toldLeft = new Set<string>();
let toldFor: readonly unknown[] = [];

/** A variable, and whether a new session begins with it as another one left it. */
export interface LeftVariable {
  readonly name: string;
  readonly keys: readonly string[];
  readonly isLeft: boolean;
}

/**
 * Says which variables a new session begins with as another one left them. Each cell says it once for a variable,
 * because many sessions may be made in one.
 */
export function tellLeft(record: SessionRecord, variables: readonly LeftVariable[], other: string): void {
  const text = (names: string, them: string) =>
    `Its strategy begins with ${names} as session "${other}" left ${them}. They are not independent. ${ownStateAdvice}`;
  tellOnce(record, variables, text);
}

/** Says which objects that cannot be read a new session reads as another one does, once in each cell. */
export function tellHidden(
  record: SessionRecord,
  objects: readonly { readonly name: string; readonly key: string }[],
  other: string,
): void {
  const text = (names: string, them: string) =>
    `Its strategy reads ${names} as session "${other}" does, and may begin with ${them} as that one left ${them}. Then they are not independent`;
  tellOnce(
    record,
    objects.map(({ name, key }) => ({ name, keys: [key], isLeft: true })),
    text,
  );
}

function tellOnce(
  record: SessionRecord,
  variables: readonly LeftVariable[],
  textOf: (names: string, them: string) => string,
): void {
  const now = [record.store, kernelHook()?.cell()];
  if (now.some((one, at) => one !== toldFor[at])) toldLeft.clear();
  toldFor = now;
  const left = variables.filter(({ isLeft }) => isLeft);
  const isTold = left.every(({ keys }) => keys.some((key) => toldLeft.has(key)));
  for (const { keys, isLeft } of variables) for (const key of keys) isLeft ? toldLeft.add(key) : toldLeft.delete(key);
  if (left.length === 0) return;
  const names = listText([...new Set(left.map(({ name }) => name))]);
  const them = left.length === 1 ? "it" : "them";
  const text = textOf(names, them);
  if (!isTold) note(record, text);
  else if (!record.warnings.includes(text)) record.warnings.push(text);
}
