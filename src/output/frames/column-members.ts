interface Frame {
  readonly columns: readonly string[];
  $getColumnData(column: string): unknown;
  $setColumnData(column: string, values: unknown): void;
}

interface FramePrototype {
  $setInternalColumnDataProperty(column?: string): void;
}

/**
 * Lets frames have columns of any name. danfo makes each column a property of its frame, so that one called like a member
 * (index, values, columns, mean, ...) broke the frame: such a column is read with `frame.column(name)`, and the member
 * stays what it is.
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

// The class that danfo hands out extends the one of which its methods make their results.
function owner(prototype: FramePrototype): FramePrototype {
  return Object.hasOwn(prototype, "$setInternalColumnDataProperty")
    ? prototype
    : owner(Object.getPrototypeOf(prototype));
}
