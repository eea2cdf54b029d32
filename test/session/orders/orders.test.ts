import assert from "node:assert/strict";
import { live, type Session } from "../../../src/index";
import { apart, everythingOf, lab, leaveNothing, newFile } from "../../api/labs";
import { streamOf } from "../../feeds/live/stream";
import { runProgram } from "../../support/built-program";
import { everything, feed, minutes, thin } from "./everything";

function sameShown(one: Session, other: Session): void {
  const [shown, wanted] = [everythingOf(one), everythingOf(other)];
  for (const part of Object.keys(wanted)) assert.deepEqual(shown[part], wanted[part], part);
}

async function whole(name: string): Promise<Session> {
  return (await lab()).run(feed, everything, { ...thin, name });
}

describe("a session with orders of every kind", () => {
  afterEach(leaveNothing);

  it("has had every kind of them at work, and brackets half filled", async () => {
    const session = await (await lab()).createSession(feed, everything, { ...thin, name: "a" });
    const working = new Set<string>();
    let halves = 0;
    while (session.steps < 600) {
      await session.step(5);
      const open = session.orderRows().filter(({ status }) => status === "working" || status === "partiallyFilled");
      for (const { type, timeInForce, status, ocoGroup } of open) {
        working.add(type).add(timeInForce);
        if (status === "partiallyFilled" && ocoGroup?.startsWith("exits-")) halves++;
      }
    }
    const types = ["market", "limit", "stop", "stopLimit", "trailingStop", "marketOnOpen", "marketOnClose"];
    for (const word of [...types, "DAY", "GTC", "GTD", "AUCTION"]) assert.ok(working.has(word), word);
    assert.ok(halves > 5, `${halves} brackets half filled`);
    const kinds = new Set(session.eventRows().map(({ kind }) => kind));
    for (const kind of ["orderChanged", "orderChangeDenied", "orderExpired", "orderDenied"])
      assert.ok(kinds.has(kind as never), kind);
  });

  it("that is stored, opened again and gone on with, at any step, shows what one in memory does", async () => {
    const path = newFile();
    let opened = await lab(path);
    let session = await opened.createSession(feed, everything, { ...thin, name: "a" });
    const twin = await (await lab()).createSession(feed, everything, { ...thin, name: "a" });
    for (const steps of [1, 137, 3, 160]) {
      await session.step(steps);
      await twin.step(steps);
      sameShown(session, twin);
      await opened.close();
      sameShown(await (await apart(path)).session("a"), twin);
      opened = await lab(path);
      session = await opened.session("a", { strategy: everything, feed });
      sameShown(session, twin);
    }
    await session.run();
    sameShown(session, await whole("a"));
    await opened.close();
    sameShown(await (await apart(path)).session("a"), session);
  });

  it("whose process was killed ends as if it had not been", async () => {
    const path = newFile();
    const { signal, stderr } = await runProgram("session/processes/die-orders", path);
    assert.equal(signal, "SIGKILL", stderr);
    const opened = await lab(path);
    const session = await opened.session("killed", { strategy: everything, feed });
    assert.deepEqual([session.state, session.steps], ["PAUSED", 300]);
    await session.run();
    sameShown(session, await whole("killed"));
  });

  it("on a live feed does the same again on the bars that came, and when it is read again", async () => {
    const path = newFile();
    const opened = await lab(path);
    const own = minutes.filter(({ symbol }) => symbol === "X");
    const liveFeed = live(streamOf([...own]), { name: "X", interval: "1m", calendar: "always" });
    const session = await opened.run(liveFeed, everything, { ...thin, name: "a" });
    assert.ok(session.fillRows().length > 100 && session.steps === own.length);
    const again = await (await lab()).run(session.feed(), everything, { ...thin, name: "a" });
    sameShown(again, session);
    await opened.close();
    sameShown(await (await apart(path)).session("a"), session);
  });
});
