import { withManyCases } from "../support/cases";

describe("with many cases", function () {
  this.timeout(1_800_000);
  withManyCases();
  for (const laws of ["generated", "by-hand/laws", "actions/laws", "tracking/laws"]) require(`./${laws}.test`);
});
