import type { SessionCore } from "./core";
import { tellHidden, tellLeft } from "./life/sharing";

/** Returns what a session has changed outside its strategy, by name. */
export function changedBy(session: SessionCore | undefined): string[] {
  const isRunning = session?.status.state === "RUNNING";
  return session?.record.strategyState?.left(isRunning).map(({ name }) => name) ?? [];
}

/**
 * Says of which variables a session begins as another of the `open` ones left them. Such a variable makes it depend on that
 * one: on the last one that has changed it.
 */
export function tellWhatOthersLeft(session: SessionCore, open: readonly SessionCore[]): void {
  const { record } = session;
  const { strategyState: own } = record;
  const found = new Set<string>();
  for (const { name, isRunning, left } of changersWith(session, open)) {
    const shared = own?.shared(left.left(isRunning)).filter(({ keys }) => !keys.some((key) => found.has(key))) ?? [];
    for (const { keys } of shared) for (const key of keys) found.add(key);
    const variables = shared.map((one) => ({ ...one, isLeft: own?.hasAsLeft(one) === true }));
    if (variables.length > 0) tellLeft(record, variables, name);
  }
  const objects = new Set<string>();
  for (const { name, hidden } of othersWithHidden(session, open)) {
    const left = hidden.filter(({ key }) => !objects.has(key));
    for (const { key } of left) objects.add(key);
    if (left.length > 0) tellHidden(record, left, name);
  }
}

// Those that have run, and reach what cannot be read as a session does, the last one first.
function othersWithHidden({ record }: SessionCore, open: readonly SessionCore[]) {
  const all = open.flatMap((other) => {
    const { name, status, record: their } = other;
    if (their === record || (their.strategyState?.rests === 0 && status.state !== "RUNNING")) return [];
    const hidden = record.strategyState?.hiddenWith(their.strategyState) ?? [];
    return hidden.length === 0 ? [] : { name, hidden, rests: their.strategyState?.rests ?? 0 };
  });
  return all.sort((one, other) => other.rests - one.rests);
}

// Those that read variables of a session too, the one that changed them last first.
function changersWith(session: SessionCore, open: readonly SessionCore[]) {
  const { strategyState: own } = session.record;
  const all = open.flatMap((other) => {
    if (other === session) return [];
    const { name, status, record } = other;
    const isRunning = status.state === "RUNNING";
    const changers = record.strategyState?.changers.filter((one) => own?.readsWith(one)) ?? [];
    return changers.map((left) => ({ name, isRunning, left }));
  });
  const isLast = ({ isRunning, left }: (typeof all)[number]) => (isRunning ? Infinity : left.rests);
  return all.sort((one, other) => isLast(other) - isLast(one));
}
