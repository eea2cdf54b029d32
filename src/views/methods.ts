/** The methods that functions become when they are put on an object: `plot(inside, symbol)` becomes `plot(symbol)`. */
export type MethodsOf<Functions> = {
  [Name in keyof Functions]: Functions[Name] extends (inside: never, ...given: infer Given) => infer Result
    ? (...given: Given) => Result
    : never;
};
