/**
 * The code of a strategy and of the user's own models as plain JSON data, so that it can be hashed, signed, stored and
 * sent: the texts of functions with the values that they read, or a module's path with its SHA-256.
 */
export interface TravelingCode {
  readonly format: 1;
  readonly functions: readonly TravelingFunction[];
  /** The variables that functions read or assign outside themselves. Functions that share one still share it. */
  readonly variables: readonly TravelingVariable[];
  /** Objects and functions, by the numbers under which values refer to them. */
  readonly objects: readonly TravelingObject[];
  readonly strategy: TravelingValue;
  /** The user's own models and rules, by option. */
  readonly models: Readonly<Record<string, TravelingValue>>;
  /** The session's `rebalance`, if it was given. */
  readonly rebalance?: TravelingValue;
  /** Where the strategy is found instead; then `strategy` is null. */
  readonly module?: TravelingModule;
  /** Whether it changes nothing but what it makes itself; absent if that is not known. */
  readonly keepsToItself?: true;
}

/** A file that exports the strategy. */
export interface TravelingModule {
  /** Its absolute path where the sweep was made. */
  readonly path: string;
  /** Its path from the working folder there, with forward slashes. */
  readonly relative: string;
  /** The name of the strategy that it exports. */
  readonly strategy: string;
  /** SHA-256 of the file and of those that it imports by relative paths, by path from it. */
  readonly files: Readonly<Record<string, string>>;
}

/** The text of a function, in which variables from outside have the names of `variables`. */
export interface TravelingFunction {
  readonly text: string;
  /** An expression, a method of an object, or a class. */
  readonly form: "expression" | "method" | "class";
  readonly strict: boolean;
  /** The variables that it names, as numbers. A class needs some of them when it is made. */
  readonly reads: readonly number[];
}

/** A variable: its name in the texts, and what it holds. */
export interface TravelingVariable {
  readonly name: string;
  readonly value: TravelingValue;
}

/** A value: as it is where JSON keeps it, else one of these. */
export type TravelingValue =
  | null
  | boolean
  | number
  | string
  /** The number of an object. */
  | { readonly r: number }
  | { readonly n: "-0" | "NaN" | "Infinity" | "-Infinity" }
  | { readonly u: 1 }
  | { readonly b: string }
  /** A symbol that everybody has, by its name. */
  | { readonly s: string }
  /** A hole of a list. */
  | { readonly h: 1 };

/** A property: its key, value, and what distinguishes it from one that was assigned. */
export interface TravelingField {
  readonly key: TravelingValue;
  readonly value?: TravelingValue;
  readonly get?: TravelingValue;
  readonly set?: TravelingValue;
  /** Letters of what it is not: `w`ritable, `e`numerable, `c`onfigurable. */
  readonly not?: string;
}

/** What many objects have: further properties, and whether others can be added or changed. */
interface Shape {
  readonly fields?: readonly TravelingField[];
  readonly state?: "frozen" | "sealed" | "fixed";
}

/** What everybody has, and so only its name travels. */
export interface KnownName {
  readonly of: "language" | "paperlab" | "node" | "package";
  /** Its name; "" if it is the whole module. */
  readonly name: string;
  /** Node's module, or the package. */
  readonly module?: string;
  /** The version of the package. */
  readonly version?: string;
  /** The file of the package. */
  readonly file?: string;
}

/** An object or a function. Numbers are in little-endian bytes as base64. */
export type TravelingObject =
  | ({ readonly kind: "known" } & KnownName)
  | { readonly kind: "require" }
  /** What compilers call in functions: it keeps a name, or does nothing. */
  | { readonly kind: "helper"; readonly name: string }
  | { readonly kind: "symbol"; readonly description?: string }
  | ({ readonly kind: "object"; readonly prototype?: TravelingValue } & Shape)
  | ({ readonly kind: "list"; readonly items: readonly TravelingValue[] } & Shape)
  | ({ readonly kind: "numbers"; readonly bytes: string } & Shape)
  | ({ readonly kind: "map"; readonly entries: readonly (readonly [TravelingValue, TravelingValue])[] } & Shape)
  | ({ readonly kind: "set"; readonly items: readonly TravelingValue[] } & Shape)
  | ({ readonly kind: "date"; readonly time: TravelingValue } & Shape)
  | ({ readonly kind: "pattern"; readonly source: string; readonly flags: string; readonly last: number } & Shape)
  | ({ readonly kind: "boxed"; readonly value: TravelingValue } & Shape)
  | ({ readonly kind: "error"; readonly name: string } & Shape)
  | { readonly kind: "buffer"; readonly shared: boolean; readonly bytes: string }
  | {
      readonly kind: "array";
      readonly of: string;
      readonly buffer: TravelingValue;
      readonly offset: number;
      readonly length: number;
    }
  | { readonly kind: "url" | "query"; readonly text: string }
  | { readonly kind: "param"; readonly of: "int" | "number" | "choice"; readonly limits: TravelingValue }
  | { readonly kind: "model"; readonly name: string; readonly params: TravelingValue }
  | { readonly kind: "feed"; readonly manifest: unknown }
  | {
      readonly kind: "frame";
      readonly of: "DataFrame" | "Series";
      readonly data: TravelingValue;
      readonly columns: TravelingValue;
      readonly index: TravelingValue;
      readonly dtypes: TravelingValue;
    }
  | ({
      readonly kind: "function";
      readonly at: number;
      readonly name: TravelingValue;
      /** The prototype that `super` looks into, if it is not that of all objects. */
      readonly home?: TravelingValue;
    } & Shape)
  | { readonly kind: "prototype"; readonly of: TravelingValue; readonly fields?: readonly TravelingField[] }
  /** A method of a class, which the text of the class has. */
  | {
      readonly kind: "member";
      readonly of: TravelingValue;
      readonly isStatic: boolean;
      readonly key: TravelingValue;
      readonly part: "value" | "get" | "set";
    };
