import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "../../src/store/store";
import { makeFolder, startProcess } from "./samples";

describe("a program with an open file that a signal ends", function () {
  const folder = makeFolder(this);
  const path = () => join(folder(), "lab.db");

  const begun = async (how: string) => {
    const child = await startProcess("signaled", path(), how);
    assert.equal((await child.lines(1)).at(-1), "ready");
    return child;
  };

  const fills = async () => {
    const store = await openStore(path());
    const { length } = (await store.restore(1)).fills;
    await store.close();
    return length;
  };

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    for (const how of ["while it waits", "while it commits"]) {
      it(`leaves nothing beside the file, and ends by it: ${signal}, ${how}`, async () => {
        assert.equal(await (await begun(how)).signal(signal), signal);
        assert.deepEqual(readdirSync(folder()), ["lab.db", "lab.db-other"]);
        assert.equal(await fills(), how === "while it commits" ? 2000 : 1000);
      });
    }
  }

  it("minds a signal itself where it has a handler, and goes on; the next one, without it, ends it", async () => {
    const child = await begun("its own handler");
    void child.signal("SIGTERM");
    assert.deepEqual(await child.lines(2), ["ready", "minded"]);
    assert.ok(readdirSync(folder()).includes("lab.db-session-1.lock"));
    assert.equal(await child.signal("SIGTERM"), "SIGTERM");
    assert.deepEqual(readdirSync(folder()), ["lab.db", "lab.db-other"]);
  });

  it("is ended by a package that minds the signal only where it is alone", async () => {
    assert.equal(await (await begun("a package's handler")).signal("SIGTERM"), "SIGTERM");
  });

  it("has no handler of paperlab any more once the last file is closed", async () => {
    const child = await startProcess("signaled", path(), "closed");
    assert.deepEqual(await child.lines(2), ["0,0,0", "ready"]);
    assert.equal(await child.signal("SIGINT"), "SIGINT");
  });
});
