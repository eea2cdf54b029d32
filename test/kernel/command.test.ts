import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { program } from "../support/kernel-client";

const said = (...args: string[]) => spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });

describe("the command line", () => {
  it("names the option that a misspelled one may be, or else all of the command", () => {
    const { stderr, status } = said("worker", "redis://127.0.0.1:1", "--kye", "x");
    assert.equal(status, 1);
    assert.match(stderr, /^Unknown option "--kye"\. Did you mean "--key"\?\n\npaperlab /);
    assert.match(
      said("run", "a.ipynb", "--allow-eror").stderr,
      /^Unknown option "--allow-eror"\. Did you mean "--allow-errors"\?/,
    );
    assert.match(
      said("kernel", "install", "--where").stderr,
      /^Unknown option "--where"\. Known: --user, --sys-prefix, --prefix\n/,
    );
  });
});
