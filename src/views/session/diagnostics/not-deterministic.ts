import { listText } from "../../../core/short-text";
import { isUnread, nameOfPath, type Reach } from "../../../strategy/reach/reach";
import { parsed } from "../../../strategy/reach/reads";
import { ofNode } from "../../../strategy/reach/value-text";
import { chancesOfText, ofOutside } from "../../../strategy/reach/world/chances";
import { chancesIn, unquoted } from "../../../strategy/reach/world/worldly";
import type { Diagnostic } from "./diagnostic";

/** A strategy whose functions ask for chance, the clock or the network, or that decided differently when it was run again. */
export const notDeterministic: Diagnostic = {
  find({ core: { status, record } }) {
    if ((status.error as { code?: string } | undefined)?.code === "RECOVERY_MISMATCH") {
      const cure = "Let all chance come from random() and all time from now, and keep state in state";
      return { what: "Run again up to where it stood, it decided differently", amount: 1, cure };
    }
    const { strategy, reach = {}, ownModels = {}, chances = [] } = record.config;
    const inText = Object.values(strategy.functions).flatMap(usedIn);
    const found = [...new Set([...inText, ...chances, ...[reach, ...Object.values(ownModels)].flatMap(worldlyIn)])];
    if (found.length === 0) return undefined;
    return {
      what: `Its functions use ${listText(found)}, which ${found.length === 1 ? "differs" : "differ"} from run to run`,
      amount: found.length,
      cure: "Use random() and now of the context instead, so that it can be verified and go on",
    };
  },
};

// Of helpers and models only a hash is kept, and the names of what they reach.
function worldlyIn(reach: Reach): string[] {
  const unread = Object.entries(reach).filter(([, text]) => isUnread(text));
  return unread.flatMap(([path, text]) => {
    const name = nameOfPath(path);
    return text === ofNode || name === "fetch" ? [name] : chancesIn(name);
  });
}

// What stands in quotes does nothing. A text that is no function is taken as it is.
function usedIn(text: string): string[] {
  const read = parsed(text);
  const code = read === undefined ? text : unquoted(read.tokens);
  return [...chancesOfText(text), ...(/\bfetch\s*\(/.test(code) ? ofOutside(["fetch"], text) : [])];
}
