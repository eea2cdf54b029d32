import { isFunctionText, isUnread, type Reach } from "../../strategy/reach/reach";
import { keysOf } from "../options/option-kinds";
import { optionText } from "../options/option-value";
import type { SessionConfig } from "./config";
import { reachText } from "./differences";
import type { Setting } from "./settings";

/** The option that a path of a `Reach` begins with, if that is a model that the session was given: `risk` of `risk[0] > limit`. */
export function modelOfPath(path: string, { options }: SessionConfig): string | undefined {
  const [key] = /^\w+/.exec(path) ?? [];
  return keysOf("model").find((model) => model === key && Object.hasOwn(options, model));
}

/** Returns the models and risk rules of a session, one setting an option, with what those of the user's own are made of. */
export function modelSettings(config: SessionConfig): Setting[] {
  const { reach = {}, ownModels = {} } = config;
  const options: Readonly<Record<string, unknown>> = { ...config.options };
  return keysOf("model").flatMap((key) => {
    if (!Object.hasOwn(options, key)) return [];
    const given = options[key];
    const texts = Array.isArray(given)
      ? given.map((one, at) => modelText(one, ownModels[`${key}[${at}]`])).join(", ")
      : modelText(given, ownModels[key]);
    const reached = Object.entries(reach).filter(([path]) => modelOfPath(path, config) === key);
    const made = Object.entries(ownModels).filter(([path]) => modelOfPath(path, config) === key);
    const value = JSON.stringify([given, reached, made]);
    return [{ name: `options.${key}`, of: "", value, shown: texts, isPart: true }];
  });
}

// `commissionBps(1)`, or `mine { rate: 2 }` of the user's own.
function modelText(given: unknown, made: Reach = {}): string {
  const fields = Object.entries(made).filter(
    ([path, text]) => isField(path) && !isFunctionText(text) && !isUnread(text),
  );
  if (fields.length === 0) return optionText(given);
  const { name } = given as { readonly name?: unknown };
  return `${String(name)} { ${fields.map(([path, text]) => `${path}: ${reachText(text)}`).join(", ")} }`;
}

function isField(path: string): boolean {
  return path !== "name" && !path.includes(" > ");
}
