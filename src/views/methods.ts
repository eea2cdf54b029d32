/** The methods of an object that is shown by functions of its inside: `plot(inside, symbol)` becomes `plot(symbol)`. */
export type MethodsOf<Functions> = {
  [Name in keyof Functions]: Functions[Name] extends (inside: never, ...given: infer Given) => infer Result
    ? (...given: Given) => Result
    : never;
};
