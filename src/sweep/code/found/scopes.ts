import type { ClosureScope } from "../../../strategy/reach/closure-values";

/** A variable outside some functions: its name, and what it holds now. */
export interface Variable {
  readonly name: string;
  readonly value: unknown;
  /** Those that read or assign it. */
  readonly users: Set<object>;
  /** Whether one of them assigns it. */
  isWritten: boolean;
  /** Whether there is one only: it is of a module, of the global object, or of a notebook's cells. */
  readonly isSingle: boolean;
}

/** Tells the variables of functions apart: which functions share one, and which only name theirs alike. */
export class Scopes {
  readonly variables: Variable[] = [];
  readonly #scopesOf: (within: object) => readonly ClosureScope[] | undefined;
  readonly #known: ClosureScope[] = [];
  readonly #chains = new Map<object, Chain | undefined>();
  readonly #byKey = new Map<string, Variable>();

  constructor(scopesOf: (within: object) => readonly ClosureScope[] | undefined) {
    this.#scopesOf = scopesOf;
  }

  /** Returns the variable that a function has under a name; `undefined` if no scope around it has one. */
  find(within: object, name: string): Variable | undefined {
    const { scopes, numbers } = this.chainOf(within) ?? { scopes: [], numbers: [] };
    const at = scopes.findIndex(({ variables }) => Object.hasOwn(variables, name));
    if (at < 0) return undefined;
    const isSingle = at === scopes.length - 1 && !/^(Closure|Block|Catch|With) \(/.test(scopes[at].description);
    const { value } = Object.getOwnPropertyDescriptor(scopes[at].variables, name) ?? {};
    return this.#shared(`${numbers.slice(at).join(" ")} ${name}`, within, { name, value, isSingle });
  }

  /** Returns what a function has under a name now, without taking the variable. */
  peek(within: object, name: string): unknown {
    const scope = this.chainOf(within)?.scopes.find(({ variables }) => Object.hasOwn(variables, name));
    return scope && Object.getOwnPropertyDescriptor(scope.variables, name)?.value;
  }

  /** Returns a variable that is no closure's: a property of the global object, or what a kernel gives to cells. */
  give(within: object, name: string, value: unknown): Variable {
    return this.#shared(`given ${name}`, within, { name, value, isSingle: true });
  }

  /** Returns the scopes around a function, and their numbers. Scopes that hold the same have the same number. */
  chainOf(within: object): Chain | undefined {
    if (this.#chains.has(within)) return this.#chains.get(within);
    const scopes = this.#scopesOf(within);
    const chain = scopes && { scopes, numbers: scopes.map((scope) => this.#numberOf(scope)) };
    this.#chains.set(within, chain);
    return chain;
  }

  #shared(key: string, within: object, found: Pick<Variable, "name" | "value" | "isSingle">): Variable {
    const variable = this.#byKey.get(key) ?? { ...found, users: new Set<object>(), isWritten: false };
    if (!this.#byKey.has(key)) this.variables.push(variable);
    this.#byKey.set(key, variable);
    variable.users.add(within);
    return variable;
  }

  // What a scope holds is copied each time that it is looked at.
  #numberOf(scope: ClosureScope): number {
    const known = this.#known.findIndex((one) => isSame(one, scope));
    return known >= 0 ? known : this.#known.push(scope) - 1;
  }
}

interface Chain {
  readonly scopes: readonly ClosureScope[];
  readonly numbers: readonly number[];
}

function isSame(one: ClosureScope, other: ClosureScope): boolean {
  if (one.description !== other.description) return false;
  const names = Object.getOwnPropertyNames(one.variables);
  if (names.length !== Object.getOwnPropertyNames(other.variables).length) return false;
  return names.every((name) => {
    const [mine, theirs] = [one, other].map((scope) => Object.getOwnPropertyDescriptor(scope.variables, name));
    return mine !== undefined && theirs !== undefined && Object.is(mine.value, theirs.value);
  });
}
