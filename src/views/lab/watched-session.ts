import { PaperLabError } from "../../errors";
import { nearNames } from "../../formula/formula";
import type { ListedRow } from "../../session/lab-sessions";
import { type ListedSession, listedSession } from "./listed";

/** A function of the user's that reads sessions. */
export interface Watch {
  /** What the function was given as, for messages. */
  readonly option: string;
  /** Every name that one of the sessions has: `sharpe`, `params.fast`. */
  readonly known: ReadonlySet<string>;
  /** Is told the facts and metrics that the function reads. */
  readonly onRead?: (name: string) => void;
}

/**
 * Returns a session for a function of the user's. For a name that no session has, it throws UNKNOWN_COLUMN with the near match,
 * as a formula does: it would be undefined, and choose nobody without a word. One that resembles none is undefined, so that what
 * others look for in any object, such as `toJSON`, is no error.
 */
export function watchedSession(row: ListedRow, watch: Watch): ListedSession {
  const session = listedSession(row);
  const { params, options } = session;
  const parts = { params: watched(params, "params.", watch), options: watched(options, "options.", watch) };
  return watched({ ...session, ...parts }, "", watch);
}

function watched<Values extends object>(values: Values, prefix: string, { option, known, onRead }: Watch): Values {
  return new Proxy(values, {
    get(target, key) {
      if (typeof key !== "string" || key in target) {
        if (prefix === "" && typeof key === "string" && known.has(key)) onRead?.(key);
        return Reflect.get(target, key);
      }
      const name = prefix + key;
      const near = known.has(name) ? "" : nearNames(name, known);
      if (near === "") return undefined;
      throw new PaperLabError("UNKNOWN_COLUMN", `Unknown name "${name}" in the function given as ${option}.${near}`);
    },
  });
}
