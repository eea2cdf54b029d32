import assert from "node:assert/strict";
import { inspect } from "node:util";
import type { Lab } from "../../src/index";
import { apart, apple, closeAll, lab, leaveNothing, newFile, year } from "./labs";
import { crossover } from "./strategies";

const namesOf = async (opened: Lab, where?: string) => (await opened.sessions({ where })).column("name").values;

for (const [place, at] of [["in memory", () => ":memory:"] as const, ["in a file", newFile] as const]) {
  describe(`the labels of sessions ${place}`, () => {
    afterEach(leaveNothing);

    /** A lab with sessions a, b, c. */
    async function three() {
      const opened = await lab(at());
      for (const [place, name] of ["a", "b", "c"].entries())
        await opened.run(year, crossover, { ...apple, name, params: { fast: 3 + place }, tags: ["all", name] });
      return opened;
    }

    it("are changed one by one", async () => {
      const opened = await three();
      const session = await opened.session("a");
      await session.tag("new", "all", "new");
      assert.deepEqual(session.tags, ["all", "a", "new"]);
      await session.untag("a", "unknown", "");
      assert.deepEqual(session.tags, ["all", "new"]);
      await session.note('a "quoted" note\nof two lines');
      assert.equal(session.notes, 'a "quoted" note\nof two lines');
      const list = await opened.sessions({ columns: ["name", "tags", "notes"] });
      assert.deepEqual(list.values, [
        ["a", "all, new", 'a "quoted" note\nof two lines'],
        ["b", "all, b", null],
        ["c", "all, c", null],
      ]);
      await session.retag(["one", "two", "one"]);
      assert.deepEqual([session.tags, await namesOf(opened, 'has(tags, "two")')], [["one", "two"], ["a"]]);
      await session.retag([]);
      await session.note("");
      assert.deepEqual([session.tags, session.notes], [[], ""]);
      assert.deepEqual((await opened.sessions({ where: "notes == notes" })).shape[0], 0);
    });

    it("are distinct from the start, and those of the session's cell as they are", async () => {
      const opened = await lab(at());
      const tags = ["x", "y", "x"];
      const cell = () => opened.run(year, crossover, { ...apple, name: "d", tags });
      const session = await cell();
      assert.deepEqual(session.tags, ["x", "y"]);
      assert.deepEqual((await opened.sessions({ columns: ["tags"] })).values, [["x, y"]]);
      assert.equal(await cell(), session);
      assert.deepEqual(session.core.warnings, []);
      tags.push("z");
      assert.deepEqual(session.tags, ["x", "y"]);
    });

    it("may be any text, and find their sessions", async () => {
      const opened = await three();
      const session = await opened.session("b");
      for (const tag of ["it's", 'a "b"', "ä, b", "__proto__", "constructor", "a\\b"]) {
        await session.retag([tag]);
        assert.deepEqual(await namesOf(opened, `has(tags, ${JSON.stringify(tag)})`), ["b"], tag);
        const byValue = await opened.sessions({ where: { tags: tag } });
        assert.deepEqual(byValue.column("name").values, ["b"], tag);
      }
    });

    it("give a session another name, once", async () => {
      const opened = await three();
      const session = await opened.session("a");
      await opened.renameSession("a", "first");
      assert.deepEqual([session.name, await namesOf(opened)], ["first", ["first", "b", "c"]]);
      assert.match(inspect(opened), /\n {2}first +COMPLETED/);
      assert.equal((await opened.session("first")).id, session.id);
      await opened.renameSession(session.id, "first");
      await assert.rejects(opened.renameSession("b", "first"), { code: "SESSION_EXISTS" });
      await assert.rejects(opened.renameSession("frist", "x"), { code: "UNKNOWN_SESSION", message: /"first"\?/ });
      const message = 'Expected name to be text that is not empty, was " "';
      await assert.rejects(opened.renameSession("b", " "), { code: "INVALID_OPTION", message });
      const none = { code: "INVALID_OPTION", message: /^Expected columns to be an array of one or more names/ };
      await assert.rejects(opened.sessions({ columns: [] }), none);
      assert.deepEqual(await namesOf(opened), ["first", "b", "c"]);
    });

    it("decide nothing: the cell finds its session, and is told; under another name it makes a new one", async () => {
      const opened = await three();
      const session = await opened.session("a");
      await session.retag(["later"]);
      const again = await opened.run(year, crossover, { ...apple, name: "a", params: { fast: 3 }, tags: ["all", "a"] });
      assert.deepEqual([again.id, again.tags], [session.id, ["later"]]);
      assert.match(inspect(again), /tags stay \["later"\]; session\.retag/);
      await opened.renameSession("a", "first");
      const anew = await opened.run(year, crossover, { ...apple, name: "a", params: { fast: 3 } });
      assert.notEqual(anew.id, session.id);
      assert.equal(anew.fingerprint, session.fingerprint);
    });

    it("are changed while the session runs, which ends under its new name", async () => {
      const opened = await lab(at());
      const session = await opened.createSession(year, crossover, {
        ...apple,
        name: "a",
        pace: { updatesPerSecond: 9 },
      });
      await session.start();
      await opened.renameSession("a", "b");
      await session.tag("early");
      assert.deepEqual(await opened.tagSessions({ state: "RUNNING" }, { add: ["running"] }), ["b"]);
      await session.stop();
      assert.deepEqual([session.name, session.tags, session.state], ["b", ["early", "running"], "COMPLETED"]);
      assert.deepEqual(await namesOf(opened, 'state == "COMPLETED" and has(tags, "running")'), ["b"]);
    });

    it("are changed of many", async () => {
      const opened = await three();
      assert.deepEqual(await opened.tagSessions("params.fast > 3", { add: ["fast"], remove: ["all"] }), ["b", "c"]);
      assert.deepEqual((await opened.session("c")).tags, ["c", "fast"]);
      assert.deepEqual(await opened.tagSessions('has(tags, "none")', { add: ["x"] }), []);
      assert.deepEqual(await opened.tagSessions(({ name }) => name === "a", { remove: ["all", "a", ""] }), ["a"]);
      assert.deepEqual((await opened.session("a")).tags, []);
      await assert.rejects(opened.tagSessions({}, { add: "x" as never }), { code: "INVALID_OPTION" });
      await assert.rejects(opened.tagSessions("true", { add: ["y", "z"], remove: ["z"] }), {
        code: "INVALID_OPTION",
        message: 'Expected remove to be tags that are not added too, was "z"',
      });
      const add = { ad: ["x"] } as never;
      await assert.rejects(opened.tagSessions({}, add), { code: "UNKNOWN_OPTION", message: /Did you mean "add"\?/ });
      await assert.rejects(opened.tagSessions({}, undefined as never), { code: "INVALID_OPTION" });
      await assert.rejects(opened.tagSessions("tags = 1", { add: ["x"] }), { code: "INVALID_FORMULA" });
      await assert.rejects(opened.tagSessions("tag", { add: ["x"] }), { code: "UNKNOWN_COLUMN", message: /"tags"\?/ });
    });

    it("choose many to delete, and what is wrong deletes none", async () => {
      const opened = await three();
      await assert.rejects(opened.deleteSessions(undefined as never), { code: "INVALID_OPTION" });
      await assert.rejects(opened.deleteSessions("has(tags"), { code: "INVALID_FORMULA" });
      await assert.rejects(opened.deleteSessions("params.fats > 1"), { code: "UNKNOWN_COLUMN", message: /fast/ });
      assert.deepEqual(await opened.deleteSessions("sharpe > 1e9"), []);
      const running = await opened.createSession(year, crossover, { ...apple, pace: { updatesPerSecond: 9 } });
      await running.start();
      await assert.rejects(opened.deleteSessions("true"), { code: "INVALID_STATE", message: /Stop it first/ });
      for (const all of [{}, undefined])
        await assert.rejects(opened.tagSessions(all as never, { add: ["x"] }), { message: /"true" means all/ });
      await assert.rejects(opened.deleteSessions({}), { code: "INVALID_OPTION", message: /"true" means all/ });
      assert.equal((await namesOf(opened)).length, 4);
      await running.stop();
      assert.deepEqual(await opened.deleteSessions('has(tags, "all") and params.fast != 4'), ["a", "c"]);
      assert.deepEqual(await namesOf(opened), ["b", running.name]);
    });
  });
}

describe("the labels of a session in a file", () => {
  afterEach(leaveNothing);

  it("are kept, and shown when it is opened again", async () => {
    const path = newFile();
    const options = { ...apple, name: "a", tags: ["one"], notes: "some" };
    const session = await (await lab(path)).createSession(year, crossover, options);
    await session.step(5);
    await session.tag("two");
    await closeAll();
    const opened = await lab(path);
    const again = await opened.run(year, crossover, options);
    assert.deepEqual([again.tags, again.notes, again.state], [["one", "two"], "some", "COMPLETED"]);
    await closeAll();
    const read = await (await apart(path)).session("a");
    assert.deepEqual([read.tags, read.notes], [["one", "two"], "some"]);
  });

  it("can be changed while another connection runs it, and stay so when that ends it", async () => {
    const path = newFile();
    const [there, here] = [await apart(path), await apart(path)];
    const running = await there.createSession(year, crossover, { ...apple, name: "a", pace: { updatesPerSecond: 9 } });
    await running.start();
    assert.deepEqual(await here.tagSessions({ name: "a" }, { add: ["watched"] }), ["a"]);
    await here.renameSession("a", "b");
    await assert.rejects(here.deleteSessions({ name: "b" }), { code: "SESSION_IN_USE" });
    await running.stop();
    const session = await here.session("b");
    assert.deepEqual([session.tags, session.state, session.steps], [["watched"], "COMPLETED", running.steps]);
  });
});
