import { listText } from "../../core/short-text";
import { type Reach, unreadOf } from "../../strategy/reach/reach";
import { chancesIn, insteadOf } from "../../strategy/reach/world/worldly";
import { modelOfPath } from "./own-models";

/** What cannot be read of a strategy, and of the user's own models. */
export interface Unread {
  /** The names of what its strategy reaches. */
  readonly strategy: readonly string[];
  /** What its models are or reach, as `commission is an object of a class`. */
  readonly models: readonly string[];
}

/** Returns what cannot be read of what a session was made with. */
export function unreadIn(reach: Reach, options: object): Unread {
  const ofModels = new Map<string, Record<string, string>>();
  const others: Record<string, string> = {};
  for (const [path, text] of Object.entries(reach)) {
    if (modelOfPath(path, { options }) === undefined) others[path] = text;
    else {
      const [model] = /^\w+(\[\d+\])?/.exec(path) ?? [path];
      ofModels.set(model, { ...ofModels.get(model), [path]: text });
    }
  }
  const models = [...ofModels].flatMap(([model, texts]) => {
    const names = unreadOf(texts);
    if (names.length === 0) return [];
    return names.includes(model) ? `${model} is an object of a class` : `${model} reads ${listText(names)}`;
  });
  return { strategy: unreadOf(others), models };
}

/** Whether all can be read. */
export function isAllRead({ strategy, models }: Unread): boolean {
  return strategy.length === 0 && models.length === 0;
}

/** Says what cannot be compared: `its strategy reads Math.random, which cannot be compared`. `unread`: not all read. */
export function unreadText({ strategy, models }: Unread): string {
  const parts = [...(strategy.length > 0 ? [`strategy reads ${listText(strategy)}`] : []), ...models];
  return `${parts.map((part) => `its ${part}`).join(" and ")}, which cannot be compared`;
}

/** Says what the strategy uses instead of chance and the clock; `undefined` if it uses neither. */
export function insteadOfChances({ strategy }: Unread): string | undefined {
  const chances = strategy.flatMap(chancesIn);
  return chances.length === 0 ? undefined : insteadOf(chances);
}

/** What can be done so that a model of the user's own can be compared. */
export const modelAdvice =
  "Models can be compared that are functions or plain objects and read nothing but plain data (docs/costs.md)";
