import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isHeld, lockFile, takeLock } from "../../../src/store/sqlite/lock";
import { makeFolder } from "../samples";

describe("a lock", function () {
  const folder = makeFolder(this);
  // As a process leaves it that was killed.
  const left = (id: number) => {
    const file = lockFile(join(folder(), "lab.db"), id);
    writeFileSync(file, "");
    return file;
  };

  it("of an owner that died is held by nobody, however many look at once", async () => {
    const file = left(1);
    const looks = Array.from({ length: 20 }, () => isHeld(file));
    assert.deepEqual(new Set(await Promise.all(looks)), new Set([false]));
  });

  it("can be taken while others look, once", async () => {
    const file = left(2);
    const looks = [isHeld(file), isHeld(file)];
    const [first, second] = await Promise.all([takeLock(file), takeLock(file)]);
    assert.deepEqual(await Promise.all(looks), [false, false]);
    const taken = [first, second].filter((release) => release !== undefined);
    assert.equal(taken.length, 1);
    assert.equal(await isHeld(file), true);
    await taken[0]?.();
    assert.equal(await isHeld(file), false);
  });
});
