import type { Runtime } from "node:inspector";

// Where V8's inspector finds the function, and leaves what it saw.
const lookKey = Symbol.for("paperlab.look");
const look = `globalThis[Symbol.for(${JSON.stringify(lookKey.description)})]`;

/**
 * Returns what names stand for within a function: the variables of its closures, its module and its script, and no
 * properties of the global object. It asks the inspector that is part of Node, without staying connected: a millisecond, six
 * the first time. `undefined` where there is none, or where it does not answer.
 */
export function closureValues(within: object, names: readonly string[]): ReadonlyMap<string, unknown> | undefined {
  const values = new Map<string, unknown>();
  // Called with one scope after the other, the innermost first.
  const take = ({ object }: { object: object }) => {
    for (const name of names)
      if (!values.has(name) && Object.hasOwn(object, name)) values.set(name, Reflect.get(object, name));
  };
  Object.defineProperty(globalThis, lookKey, { value: { within, take }, configurable: true });
  try {
    visitScopes();
    return values;
  } catch {
    return undefined;
  } finally {
    Reflect.deleteProperty(globalThis, lookKey);
  }
}

function visitScopes(): void {
  const { Session } = require("node:inspector") as typeof import("node:inspector");
  const session = new Session();
  session.connect();
  try {
    const ask = asking(session);
    const { result } = ask<Runtime.EvaluateReturnType>("Runtime.evaluate", { expression: `${look}.within` });
    const found = ask<Runtime.GetPropertiesReturnType>("Runtime.getProperties", { objectId: result.objectId });
    const scopes = found.internalProperties?.find(({ name }) => name === "[[Scopes]]")?.value;
    const list = ask<Runtime.GetPropertiesReturnType>("Runtime.getProperties", {
      objectId: scopes?.objectId,
      ownProperties: true,
    });
    for (const { name, value } of list.result) {
      if (!/^\d+$/.test(name) || value?.description === "Global") continue;
      const functionDeclaration = `function () { ${look}.take(this); }`;
      ask("Runtime.callFunctionOn", { objectId: value?.objectId, functionDeclaration });
    }
  } finally {
    session.disconnect();
  }
}

// Within one thread, the inspector answers before `post` returns.
function asking(session: import("node:inspector").Session) {
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
