import { listText } from "../../core/short-text";
import { isUnread, nameOfPath, type Reach } from "../../strategy/reach/reach";
import { chancesIn } from "../../strategy/reach/world/worldly";
import { type KnownModels, modelOfPath } from "./own-models";

/** What cannot be read of one of the user's own models. */
export interface UnreadModel {
  /** The option, of a list with its place: `commission`, `risk[0]`. */
  readonly path: string;
  /** What cannot be read of it, such as `#rate`; empty if nothing at all can. */
  readonly names: readonly string[];
}

/**
 * Returns what cannot be read of the user's own models, such as private fields, and so tells no session from another. Chance
 * and the clock are not among it: nobody sets them.
 */
export function unreadModels(config: KnownModels): UnreadModel[] {
  const { reach = {}, ownModels = {} } = config;
  const hidden = new Map<string, Set<string>>();
  for (const [path, text] of Object.entries(reach)) {
    if (!isUnread(text) || modelOfPath(path, config) === undefined) continue;
    const [model] = /^\w+(\[\d+\])?/.exec(path) ?? [path];
    const made = ownModels[model];
    if (path === model && made === undefined) hidden.set(model, new Set());
    const names = path === model ? hiddenIn(made ?? {}) : hiddenIn({ [path]: text });
    if (names.length > 0) hidden.set(model, new Set([...(hidden.get(model) ?? []), ...names]));
  }
  return Array.from(hidden, ([path, names]) => ({ path, names: [...names] }));
}

// The `this` of an arrow function among the fields is the model, whose fields are read.
function hiddenIn(made: Reach): string[] {
  const unread = Object.entries(made).filter(([path, text]) => isUnread(text) && !/^[^>]* > this$/.test(path));
  return unread.map(([path]) => nameOfPath(path)).filter((name) => chancesIn(name).length === 0);
}

/** Returns the options of a session as its trial keeps them: a model says under `unread` what of it cannot be read. */
export function triedOptions(config: KnownModels): unknown {
  const unread = new Map(unreadModels(config).map(({ path, names }) => [path, names]));
  if (unread.size === 0) return config.options;
  const marked = (path: string, model: unknown) => {
    const names = unread.get(path);
    return names === undefined ? model : { ...nameAlone(model), unread: names };
  };
  const options = Object.entries(config.options).map(([key, given]) => {
    const isList = Array.isArray(given);
    return [key, isList ? given.map((one, at) => marked(`${key}[${at}]`, one)) : marked(key, given)];
  });
  return Object.fromEntries(options);
}

// A rate that is a function is a text.
function nameAlone(model: unknown): object {
  return typeof model === "string" ? { name: model } : Object(model);
}

/** Returns what of its models `triedOptions` says is not read. */
export function unreadInOptions(options: unknown): UnreadModel[] {
  return Object.entries(Object(options)).flatMap(([key, given]) => {
    const models = Array.isArray(given) ? given : [given];
    return models.flatMap((model, at) => {
      const { unread } = Object(model) as { readonly unread?: readonly string[] };
      return Array.isArray(unread) ? [{ path: Array.isArray(given) ? `${key}[${at}]` : key, names: unread }] : [];
    });
  });
}

/** Says that trials may be too few; `undefined` if all models are read. */
export function uncountedText(unread: readonly UnreadModel[]): string | undefined {
  if (unread.length === 0) return undefined;
  const parts = unread.map(({ path, names }) =>
    names.length === 0 ? `${path} is made of` : `${path} has in ${listText(names)}`,
  );
  return `what ${parts.join(" and ")} cannot be read: trials that differ only there count as one`;
}
