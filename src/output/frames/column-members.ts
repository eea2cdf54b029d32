interface Frame {
  readonly columns: readonly string[];
  $getColumnData(column: string): unknown;
  $setColumnData(column: string, values: unknown): void;
}

interface FramePrototype {
  $setInternalColumnDataProperty(column?: string): void;
}

/**
 * Lets frames have columns of any name. danfo makes each column a property of its frame, so a column named like a
 * member (index, values, columns, mean, ...) would break the frame. The member stays, and such a column is read with
 * `frame.column(name)`.
 */
export function protectMembers(danfo: { readonly DataFrame: { readonly prototype: object } }): void {
  const prototype = owner(danfo.DataFrame.prototype as FramePrototype);
  prototype.$setInternalColumnDataProperty = function (this: Frame & FramePrototype, column?: string) {
    for (const name of column === undefined ? this.columns : [column]) {
      if (name in Object.getPrototypeOf(this) || String(name).startsWith("$")) continue;
      Object.defineProperty(this, name, {
        configurable: true,
        get: () => this.$getColumnData(name),
        set: (values: unknown) => this.$setColumnData(name, values),
      });
    }
  };
}

// danfo exports a class that extends the one that its methods make their results from.
function owner(prototype: FramePrototype): FramePrototype {
  return Object.hasOwn(prototype, "$setInternalColumnDataProperty")
    ? prototype
    : owner(Object.getPrototypeOf(prototype));
}
