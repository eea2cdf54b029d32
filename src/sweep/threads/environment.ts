const { defineProperty, getOwnPropertyDescriptor } = Reflect;
const { assign, keys } = Object;

type Values = Record<string, string | undefined>;

/**
 * Watches `process.env` of this thread, which all of its runs share. To compare all of it takes a while, so that is only done once
 * somebody has asked for it, and maybe kept it.
 */
export class Environment {
  readonly #process = process;
  readonly #values = process.env;
  readonly #shown: () => NodeJS.ProcessEnv;
  #before: Values = Object.create(null);
  #isAsked = false;

  constructor() {
    this.#shown = () => {
      this.#isAsked = true;
      return this.#values;
    };
    const common = { configurable: true, enumerable: true };
    const replace = (value: unknown) => defineProperty(this.#process, "env", { ...common, value, writable: true });
    defineProperty(this.#process, "env", { ...common, get: this.#shown, set: replace });
    this.take();
  }

  /** Takes it as it is now. */
  take(): void {
    this.#before = assign(Object.create(null), this.#values);
  }

  /** Returns a variable that has another value than it had, or none: `process.env.HOME`. */
  replaced(): string | undefined {
    if (getOwnPropertyDescriptor(this.#process, "env")?.get !== this.#shown) return "process.env";
    if (!this.#isAsked) return undefined;
    for (const key in this.#before) if (this.#values[key] !== this.#before[key]) return nameOf(key);
    return undefined;
  }

  /** Returns a variable that it did not have. */
  added(): string | undefined {
    if (!this.#isAsked) return undefined;
    const now = keys(this.#values);
    for (let at = 0; at < now.length; at++) if (!(now[at] in this.#before)) return nameOf(now[at]);
    return undefined;
  }
}

function nameOf(key: string): string {
  return `process.env.${key}`;
}
