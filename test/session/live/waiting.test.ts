import assert from "node:assert/strict";
import { defineStrategy, live } from "../../../src/index";
import { apart, lab, leaveNothing, newFile } from "../../api/labs";
import { barsOf, until, Wire } from "../../feeds/live/stream";

const idle = defineStrategy({ name: "idle", onBar() {} });

const come = async (is: () => Promise<boolean>) => {
  while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe("a session that waits for a bar, seen from another process", () => {
  afterEach(leaveNothing);

  it("is RUNNING before its first bar came, PAUSED when it is, and RUNNING when it goes on", async () => {
    const path = newFile();
    const wire = new Wire();
    const session = await (await lab(path)).createSession(live(wire, { name: "BTC", interval: "1m" }), idle, {
      name: "a",
    });
    const elsewhere = await apart(path);
    const is = (state: string) =>
      come(async () => {
        const { values } = (await elsewhere.sessions({ columns: ["state"] })).column("state");
        return values[0] === state;
      });
    await is("CREATED");
    await session.start();
    await is("RUNNING");
    await session.pause();
    await is("PAUSED");
    await session.resume();
    wire.send(...barsOf(0, 3));
    await until(() => session.steps === 3);
    await session.pause();
    await is("PAUSED");
    await session.resume();
    await is("RUNNING");
    await session.stop();
    await is("COMPLETED");
    assert.equal(session.steps, 3);
  });
});
