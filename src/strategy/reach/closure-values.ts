import type { Runtime, Session } from "node:inspector";

// Where V8's inspector finds the function, and leaves what it saw.
const lookKey = Symbol.for("paperlab.look");
const look = `globalThis[Symbol.for(${JSON.stringify(lookKey.description)})]`;

/**
 * Returns what names stand for within a function: the variables of its closures, its module and its script, and no
 * properties of the global object. `undefined` where that cannot be told.
 */
export type ClosureValues = (within: object, names: readonly string[]) => ReadonlyMap<string, unknown> | undefined;

/**
 * Calls `work` with what looks into functions. It asks the inspector that is part of Node, and is connected only during the
 * call: half a millisecond a function, and six the first time.
 */
export function lookingInside<Result>(work: (valuesOf: ClosureValues) => Result): Result {
  let session: Session | undefined;
  try {
    return work((within, names) => {
      try {
        session ??= connected();
        return valuesIn(session, within, names);
      } catch {
        return undefined;
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

function valuesIn(session: Session, within: object, names: readonly string[]): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  // Called with all scopes, the innermost first; that of the global object is the last.
  const take = (scopes: ArrayLike<Scope>) => {
    for (let at = 0; at < scopes.length && values.size < names.length; at++) {
      const { description, object } = scopes[at];
      if (description === "Global") continue;
      for (const name of names)
        if (!values.has(name) && Object.hasOwn(object, name)) values.set(name, Reflect.get(object, name));
    }
  };
  Object.defineProperty(globalThis, lookKey, { value: { within, take }, configurable: true });
  try {
    visitScopes(session);
    return values;
  } finally {
    Reflect.deleteProperty(globalThis, lookKey);
  }
}

interface Scope {
  readonly description: string;
  readonly object: object;
}

function visitScopes(session: Session): void {
  const ask = asking(session);
  const objectGroup = "paperlab";
  const { result } = ask<Runtime.EvaluateReturnType>("Runtime.evaluate", { expression: `${look}.within`, objectGroup });
  const own = { objectId: result.objectId, ownProperties: true, nonIndexedPropertiesOnly: true };
  const { internalProperties } = ask<Runtime.GetPropertiesReturnType>("Runtime.getProperties", own);
  const scopes = internalProperties?.find(({ name }) => name === "[[Scopes]]")?.value;
  const functionDeclaration = `function () { ${look}.take(this); }`;
  ask("Runtime.callFunctionOn", { objectId: scopes?.objectId, functionDeclaration });
  ask("Runtime.releaseObjectGroup", { objectGroup });
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
