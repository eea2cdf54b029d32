import type { Runtime, Session } from "node:inspector";

// The inspector finds the function under this key, and leaves what it saw there.
const lookKey = Symbol.for("paperlab.look");
const look = `globalThis[Symbol.for(${JSON.stringify(lookKey.description)})]`;

/**
 * Returns the values that names have within a function: the variables of its closures, its module and its script, but
 * no properties of the global object. `undefined` if they cannot be read.
 */
export type ClosureValues = (within: object, names: readonly string[]) => ReadonlyMap<string, unknown> | undefined;

/** The variables of one scope around a function, by name. */
export interface ClosureScope {
  /** Such as "Closure (make)" or "Module". */
  readonly description: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Calls `work` with a function that returns the scopes around a function, innermost first, as `lookingInside` does. */
export function lookingAround<Result>(
  work: (scopesOf: (within: object) => readonly ClosureScope[] | undefined) => Result,
): Result {
  return looking((visit) =>
    work((within) => {
      const found: ClosureScope[] = [];
      const isRead = visit(within, (scopes) => {
        for (let at = 0; at < scopes.length; at++) {
          const { description, object } = scopes[at];
          if (description !== "Global") found.push({ description, variables: object as ClosureScope["variables"] });
        }
      });
      return isRead ? found : undefined;
    }),
  );
}

/**
 * Calls `work` with a function that looks into functions. It asks Node's own inspector, which is connected only during
 * the call: half a millisecond per function, and six the first time.
 */
export function lookingInside<Result>(work: (valuesOf: ClosureValues) => Result): Result {
  return looking((visit) =>
    work((within, names) => {
      const values = new Map<string, unknown>();
      const isRead = visit(within, (scopes) => {
        for (let at = 0; at < scopes.length && values.size < names.length; at++) {
          const { description, object } = scopes[at];
          if (description === "Global") continue;
          for (const name of names)
            if (!values.has(name) && Object.hasOwn(object, name)) values.set(name, Reflect.get(object, name));
        }
      });
      return isRead ? values : undefined;
    }),
  );
}

// Called with all scopes, innermost first. The last one is that of the global object.
type TakeScopes = (scopes: ArrayLike<Scope>) => void;

// `visit` returns whether a function could be looked into.
function looking<Result>(work: (visit: (within: object, take: TakeScopes) => boolean) => Result): Result {
  let session: Session | undefined;
  try {
    return work((within, take) => {
      try {
        session ??= connected();
        visitScopes(session, within, take);
        return true;
      } catch {
        return false;
      }
    });
  } finally {
    session?.disconnect();
  }
}

function connected(): Session {
  const { Session } = require("node:inspector") as typeof import("node:inspector");
  const session = new Session();
  session.connect();
  return session;
}

interface Scope {
  readonly description: string;
  readonly object: object;
}

function visitScopes(session: Session, within: object, take: TakeScopes): void {
  Object.defineProperty(globalThis, lookKey, { value: { within, take }, configurable: true });
  try {
    const ask = asking(session);
    const objectGroup = "paperlab";
    const expression = `${look}.within`;
    const { result } = ask<Runtime.EvaluateReturnType>("Runtime.evaluate", { expression, objectGroup });
    const own = { objectId: result.objectId, ownProperties: true, nonIndexedPropertiesOnly: true };
    const { internalProperties } = ask<Runtime.GetPropertiesReturnType>("Runtime.getProperties", own);
    const scopes = internalProperties?.find(({ name }) => name === "[[Scopes]]")?.value;
    const functionDeclaration = `function () { ${look}.take(this); }`;
    ask("Runtime.callFunctionOn", { objectId: scopes?.objectId, functionDeclaration });
    ask("Runtime.releaseObjectGroup", { objectGroup });
  } finally {
    Reflect.deleteProperty(globalThis, lookKey);
  }
}

// Within one thread, the inspector answers before `post` returns.
function asking(session: Session) {
  return <Answer>(method: string, parameters: object): Answer => {
    let answer: Answer | undefined;
    let failure: unknown = new Error(`The inspector did not answer ${method}`);
    session.post(method, parameters, (error, given) => {
      failure = error;
      answer = given as Answer;
    });
    if (failure !== null) throw failure;
    return answer as Answer;
  };
}
