import { didYouMean } from "../../core/checks";
import { type ErrorCode, PaperLabError } from "../../errors";

// What the language, and Node when it prints one, asks of objects that may not have it.
const asked = ["then", "toJSON", "href"];

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
  return Object.setPrototypeOf(members, refusalOf(Object.keys(members), what, where, code)) as Members;
}

/**
 * Returns a prototype that refuses to be read, for objects with some members: of those known, what an object does not
 * have is `undefined`. `refuseChange` is called if a member is set that the object does not have.
 */
export function refusalOf(
  known: readonly string[],
  what: string,
  where: string,
  code: ErrorCode,
  refuseChange?: (name: string) => never,
): object {
  const set = refuseChange && ((_: object, name: string | symbol) => refuseChange(String(name)));
  return new Proxy(
    {},
    {
      get(target, name, receiver) {
        if (typeof name === "symbol" || name in target || asked.includes(name))
          return Reflect.get(target, name, receiver);
        if (known.includes(name)) return undefined;
        throw unknownMember(known, what, where, name, code);
      },
      ...(set && { set }),
    },
  );
}

/** Returns the error of a member that is not known, with the near match or else all that are. */
export function unknownMember(
  known: readonly string[],
  what: string,
  where: string,
  name: string,
  code: ErrorCode,
): PaperLabError {
  const near = didYouMean(name, known) || ` Known: ${known.join(", ")}`;
  return new PaperLabError(code, `Unknown ${what} "${name}" of ${where}.${near}`);
}
