import { didYouMean } from "../../core/checks";
import { type ErrorCode, PaperLabError } from "../../errors";

// What the language asks of objects that may not have it.
const asked = ["then", "toJSON"];

/**
 * Makes reading a member that an object does not have an error with the near match, because a misspelled one that is
 * taken out of an argument is only missed later, as `undefined`. What the object has is read as before. `what`: what the
 * message calls a member, such as `symbol`.
 */
export function refusingOthers<Members extends object>(
  members: Members,
  what: string,
  where: string,
  code: ErrorCode,
): Members {
  const others = new Proxy(
    {},
    {
      get(target, name, receiver) {
        if (typeof name === "symbol" || name in target || asked.includes(name))
          return Reflect.get(target, name, receiver);
        const known = Object.keys(members);
        const near = didYouMean(name, known) || ` Known: ${known.join(", ")}`;
        throw new PaperLabError(code, `Unknown ${what} "${name}" of ${where}.${near}`);
      },
    },
  );
  return Object.setPrototypeOf(members, others) as Members;
}
