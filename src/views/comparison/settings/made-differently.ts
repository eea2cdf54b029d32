import type { Cell } from "../../../core/table";
import { type Setting, settingsOf } from "../../../session/plan/settings";
import type { Member } from "../compared";

/**
 * Returns what sessions of the same strategy, or of the same kind of feed, were made with differently: the text of a
 * hook or helper, a feed's seed, its bars. Texts and bars are numbered in the order in which they come.
 */
export function madeDifferently(members: readonly Member[]): { readonly name: string; readonly cells: Cell[] }[] {
  const columns = members.map(({ core }) => new Map(settingsOf(core.record.config).map((one) => [one.name, one])));
  const kinds = columns.map((one) => new Set([...one.values()].map(({ of }) => of)));
  const names = [...new Set(columns.flatMap((one) => [...one.keys()]))];
  const rows = names.map((name) => ({ name, settings: columns.map((one) => one.get(name)) }));
  const differing = rows.filter(({ settings }) => differs(settings, kinds));
  // The bars need no word where it is told what they were made from.
  const isTold = differing.some(({ name }) => name.startsWith("feed."));
  return differing
    .filter(({ name }) => !isTold || name !== "feed bars")
    .map(({ name, settings }) => ({ name, cells: cellsOf(settings) }));
}

// Two that cannot be read may differ. Two of different kinds have nothing to do with each other, and differ in everything.
function differs(settings: readonly (Setting | undefined)[], kinds: readonly ReadonlySet<string>[]): boolean {
  if (settings.filter((one) => one?.isUnread).length > 1) return true;
  const values = new Map<string, Set<unknown>>();
  for (const [at, one] of settings.entries())
    for (const of of one === undefined ? kinds[at] : [one.of])
      values.set(of, (values.get(of) ?? new Set()).add(one?.value));
  return [...values.values()].some(({ size }) => size > 1);
}

// What is too long to be written whole may look alike.
function cellsOf(settings: readonly (Setting | undefined)[]): Cell[] {
  const values = [...new Set(settings.flatMap((one) => one?.value ?? []))];
  const shown = new Set(settings.flatMap((one) => one?.shown ?? []));
  const areTold = shown.size === values.length && settings.every((one) => one === undefined || one.shown !== undefined);
  return settings.map((one) => {
    if (one === undefined) return null;
    if (one.isPart) return withVersion(one, settings);
    return areTold ? (one.shown ?? null) : `version ${values.indexOf(one.value) + 1}`;
  });
}

// Those that look alike are numbered.
function withVersion({ shown = "", value }: Setting, settings: readonly (Setting | undefined)[]): string {
  const alike = [...new Set(settings.flatMap((one) => (one?.shown === shown ? one.value : [])))];
  return alike.length === 1 ? String(shown) : `${shown}, version ${alike.indexOf(value) + 1}`;
}
