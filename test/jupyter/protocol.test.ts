import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "../house/reading/source";
import { runJupyter } from "../support/jupyter";

describe("Jupyter's own tests of a kernel", () => {
  it("pass on paperlab's", async () => {
    const { code, output } = await runJupyter("python", [join(root, "test/jupyter/protocol_test.py"), "-v"]);
    assert.equal(code, 0, output);
    // A pager is what this kernel does not have.
    assert.match(output, /OK \(skipped=1\)/);
    assert.match(output, /test_clear_output .* ok/);
  });
});
