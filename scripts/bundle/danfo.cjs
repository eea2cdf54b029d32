// danfojs-node with one repair. What its frames return (df.head(), df.column("a")) are objects of its base classes.
// These cannot write themselves to CSV or JSON, and are not `instanceof` the DataFrame and Series that it exports.
const danfo = require("danfojs-node");

for (const exported of [danfo.DataFrame, danfo.Series]) {
  const base = Object.getPrototypeOf(exported.prototype);
  for (const name of ["toCSV", "toJSON", "toExcel"]) base[name] = exported.prototype[name];
  Object.defineProperty(exported, Symbol.hasInstance, {
    value: (value) => Object.prototype.isPrototypeOf.call(base, value),
  });
}

module.exports = danfo;
