/** What a notebook gets to show: one thing in several MIME types, of which it picks the richest it knows. */
export interface MimeBundle {
  readonly "text/plain": string;
  readonly [type: string]: unknown;
}

/** How an object prints itself: as aligned plain text, as HTML with inline styles, and in other MIME types. */
export interface Display {
  text(): string;
  html?(): string;
  bundle?(): Readonly<Record<string, unknown>>;
}

const inspectKey = Symbol.for("nodejs.util.inspect.custom");
const bundleKey = Symbol.for("Jupyter.display");

/**
 * Lets an object (or a prototype) print itself in a cell. `console.log` and Node's inspect show its plain text, a
 * kernel that knows `Symbol.for("Jupyter.display")` its whole bundle, and a template literal its text. These methods
 * do not appear among the object's keys. The display is read again each time. Returns the object.
 */
export function displayable<T extends object>(target: T, display: Display | ((self: T) => Display)): T {
  const of = (self: T) => (typeof display === "function" ? display(self) : display);
  return Object.defineProperties(target, {
    [inspectKey]: method(function (this: T) {
      return of(this).text();
    }),
    // For template literals.
    toString: method(function (this: T) {
      return of(this).text();
    }),
    [bundleKey]: method(function (this: T) {
      const { text, html, bundle } = bound(of(this));
      const rich = { ...bundle?.(), ...(html && { "text/html": html() }) };
      return { ...rich, "text/plain": text() } satisfies MimeBundle;
    }),
  });
}

/** Returns the bundle of an object that prints itself, or `undefined` for any other value. */
export function bundleOf(value: unknown): MimeBundle | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const method = (value as { [bundleKey]?: unknown })[bundleKey];
  return typeof method === "function" ? (method.call(value) as MimeBundle) : undefined;
}

function bound(display: Display): Display {
  return {
    text: () => display.text(),
    html: display.html && (() => display.html?.() ?? ""),
    bundle: display.bundle && (() => display.bundle?.() ?? {}),
  };
}

function method(value: () => unknown): PropertyDescriptor {
  return { value, enumerable: false, configurable: true, writable: true };
}
