import type { Models } from "../../run/models";
import { modelKeys } from "../../run/models";
import { foreignModels } from "../../session/models/own-models";
import type { SessionOptions } from "../../session/options/options";
import { originalOf } from "../../strategy/define-strategy";
import { lookingAround } from "../../strategy/reach/closure-values";
import type { AnyStrategy } from "../../strategy/strategy";
import { ArrivedObjects } from "./arrived-objects";
import { Gathering } from "./found/gather";
import { keepsToItself } from "./keeps-to-itself";
import { arrivedModule, travelingModule } from "./module-code";
import { Packing } from "./pack";
import { programOf } from "./program";
import type { TravelingCode, TravelingFunction, TravelingObject, TravelingValue } from "./traveling-code";

/** The parts of a run that are not plain data, made again from traveling code. */
export interface ArrivedCode {
  readonly strategy: AnyStrategy;
  /** The user's own models and rules. paperlab's own are made from the config. */
  readonly models: Models;
  /** The session's `rebalance`, if it was given. */
  readonly rebalance?: unknown;
}

/**
 * Returns the code of a strategy, and of the user's own models and `rebalance` among the options, as plain JSON data: the
 * texts of its functions and of all that they reach, with what their variables hold now. Throws CANNOT_TRAVEL, which names
 * all that cannot be sent. `module`: a file that exports the strategy, which then need not travel.
 */
export function travelingCode(
  strategy: AnyStrategy,
  options: SessionOptions<never> = {},
  module?: string,
): TravelingCode {
  const models = ownModels(options);
  return lookingAround((scopesOf) => {
    const gathered = new Gathering(scopesOf);
    if (module === undefined) {
      gathered.addOriginal(originalOf(strategy), "strategy");
      gathered.add(strategy, "strategy");
    }
    for (const [key, model] of Object.entries(models)) gathered.add(model, key);
    if (options.rebalance !== undefined) gathered.add(options.rebalance, "rebalance");
    gathered.checkShared();
    gathered.problems.throwAny(strategy.name);
    const packing = new Packing(gathered);
    const objects = packing.objects();
    const values = Object.entries(models).map(([key, model]): [string, TravelingValue] => [key, packing.value(model)]);
    return {
      format: 1,
      functions: packing.functions,
      variables: packing.variables,
      objects,
      strategy: module === undefined ? packing.value(strategy) : null,
      ...(module !== undefined && { module: travelingModule(module, strategy) }),
      models: Object.fromEntries(values),
      ...(options.rebalance !== undefined && { rebalance: packing.value(options.rebalance) }),
      ...(module === undefined && allKeep(packing.functions, objects) && { keepsToItself: true }),
    };
  });
}

/**
 * Makes a strategy and the user's own models again from traveling code: all new each time, so that a run does not see what
 * another has changed. Keep the code object in a thread, because what is compiled is kept with it.
 */
export function arrivedCode(code: TravelingCode): ArrivedCode {
  const objects = new ArrivedObjects(code, programOf(code)());
  const models = Object.entries(code.models).map(([key, model]) => [key, objects.value(model)]);
  return {
    strategy: code.module === undefined ? (objects.value(code.strategy) as AnyStrategy) : arrivedModule(code.module),
    models: Object.fromEntries(models) as Models,
    ...(code.rebalance !== undefined && { rebalance: objects.value(code.rebalance) }),
  };
}

// What is no text is not looked at.
function allKeep(functions: readonly TravelingFunction[], objects: readonly TravelingObject[]): boolean {
  const isLooked = objects.every(({ kind }) => looked.has(kind));
  return isLooked && functions.length > 0 && functions.every(({ text }) => keepsToItself(text));
}

const looked = new Set(["object", "list", "param", "model", "function"]);

// Of a list of rules, all are needed as soon as one is the user's.
function ownModels(options: SessionOptions<never>): Readonly<Record<string, unknown>> {
  const foreign = new Set(foreignModels(options).map(({ path }) => path.replace(/\[.*$/, "")));
  const given = modelKeys.filter((key) => foreign.has(key));
  return Object.fromEntries(given.map((key) => [key, options[key]]));
}
