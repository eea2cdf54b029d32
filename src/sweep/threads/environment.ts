const { defineProperty, deleteProperty, set } = Reflect;

type Values = Record<string, string | undefined>;

/** Watches `process.env` of this thread, which all of its runs share. Reading all of it after each run would take longer. */
export class Environment {
  readonly #process = process;
  readonly #values = process.env;
  readonly #watched: NodeJS.ProcessEnv;
  // Variables that were written, as they were before.
  #before: Values = Object.create(null);

  constructor() {
    const writes =
      <Given extends unknown[]>(write: (values: Values, key: PropertyKey, ...given: Given) => boolean) =>
      (values: Values, key: PropertyKey, ...given: Given): boolean => {
        if (typeof key === "string" && !(key in this.#before)) this.#before[key] = values[key];
        return write(values, key, ...given);
      };
    this.#watched = new Proxy(this.#values, {
      set: writes((values, key, value: unknown) => set(values, key, value)),
      defineProperty: writes((values, key, descriptor: PropertyDescriptor) => defineProperty(values, key, descriptor)),
      deleteProperty: writes((values, key) => deleteProperty(values, key)),
    });
    process.env = this.#watched;
  }

  /** Takes it as it is now. */
  take(): void {
    this.#before = Object.create(null);
  }

  /** Returns a variable that has another value than it had, or none: `process.env.HOME`. */
  replaced(): string | undefined {
    if (this.#process.env !== this.#watched) return "process.env";
    for (const key in this.#before) if (this.#isOther(key) && this.#before[key] !== undefined) return nameOf(key);
    return undefined;
  }

  /** Returns a variable that it did not have. */
  added(): string | undefined {
    for (const key in this.#before) if (this.#isOther(key)) return nameOf(key);
    return undefined;
  }

  #isOther(key: string): boolean {
    return this.#values[key] !== this.#before[key];
  }
}

function nameOf(key: string): string {
  return `process.env.${key}`;
}
