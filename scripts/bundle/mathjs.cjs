// The five statistics that danfo takes from mathjs, over the numbers of one column or row. mathjs is loaded when one
// of them is first called, because it takes longer to load than all of danfo. Missing values are left out, because
// danfo's describe() would throw on them.
let loaded;

function statistic(name) {
  return (values) => {
    loaded ??= require("mathjs");
    const known = values.filter((value) => value !== null && value !== undefined && !Number.isNaN(value));
    return known.length === 0 ? Number.NaN : loaded[name](known);
  };
}

module.exports = {
  mean: statistic("mean"),
  median: statistic("median"),
  mode: statistic("mode"),
  std: statistic("std"),
  variance: statistic("variance"),
};
