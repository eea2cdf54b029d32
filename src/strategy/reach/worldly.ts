// Node's modules whose functions report what is outside the program.
const modules =
  "child_process|dgram|dns|fs|http|http2|https|inspector|net|os|perf_hooks|process|readline|sqlite|timers|tls|worker_threads";
const byName = new RegExp(
  [
    "^JavaScript (Math\\.random|Date\\.now|fetch|performance\\b.*|crypto\\b.*)$",
    `^node:(${modules})(/[\\w/]+)?( |$)`,
    "^node:crypto( (random.*|getRandomValues|generate.*|webcrypto))?$",
  ].join("|"),
);

/**
 * Whether something known by name, such as `JavaScript Math.random`, may differ each time: chance, the clock, files,
 * the network.
 */
export function isOfTheWorld(text: string): boolean {
  return byName.test(text);
}
