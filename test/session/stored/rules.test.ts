import assert from "node:assert/strict";
import { inspect } from "node:util";
import { sessionOf } from "../../../src/api/session";
import { PaperLabError, type SessionOptions } from "../../../src/index";
import { knownRules, type Rules } from "../../../src/run/rules";
import { LabSessions } from "../../../src/session/lab-sessions";
import { prepareSession } from "../../../src/session/plan/plan";
import { openMemoryStore } from "../../../src/store/memory";
import { openConnection } from "../../../src/store/sqlite/connection";
import { openStore, type Store } from "../../../src/store/store";
import { apple, everythingOf, lab, leaveNothing, newFile, year } from "../../api/labs";
import { crossover } from "../../api/strategies";
import { asThen, cellsOf, copyOf, goldenOf, newestFile, reopened, storedFiles } from "./files";

const cells = cellsOf(newestFile);

const [first, newest] = knownRules;
/** Rules as a later paperlab could have them: whoever does not say otherwise has less to trade with. */
const later: Rules = { ...newest, number: 11, defaults: { ...newest.defaults, initialCapital: 7_000, seed: 2 } };
const latest: Rules = { ...later, number: 12, defaults: { ...later.defaults, initialCapital: 9_000 } };

/** Copies the newest stored file, with other rules in the config of its sessions. */
async function withRules(rules: unknown, file = copyOf(newestFile)): Promise<string> {
  const connection = await openConnection(file, "create", 0);
  await connection.run("UPDATE paper_sessions SET config = json_set(config, '$.rules', json(?))", [
    JSON.stringify(rules),
  ]);
  await connection.close();
  return file;
}

async function rowsOf(file: string) {
  const connection = await openConnection(file, "readOnly", 0);
  const rows = await connection.all("SELECT * FROM paper_sessions ORDER BY id");
  await connection.close();
  return rows;
}

describe("the rules a session is made under", () => {
  let store: Store | undefined;
  afterEach(async () => {
    await leaveNothing();
    await store?.close();
    store = undefined;
  });

  const stored = async (file: string) => {
    store = await openStore(file);
    return store;
  };

  const planUnder = (rules: Rules, options: SessionOptions<never>) =>
    prepareSession(year.source, crossover, { ...apple, name: "a", ...options }, rules);

  it("are in the config of a session", async () => {
    const opened = await lab(newFile());
    await opened.createSession(year, crossover, apple);
    const { values } = await opened.query("SELECT json_extract(config, '$.rules') FROM paper_sessions");
    assert.deepEqual(values, [[10]]);
  });

  it("make another session of a cell that an earlier paperlab stored, which says so once", async () => {
    const [file] = storedFiles;
    const opened = await lab(copyOf(file));
    const again = await opened.createSession(...cellsOf(file).completed);
    const text = 'Session "completed" stays as it is; this is another one (rules: 10, was 1)';
    assert.deepEqual([again.name, again.core.warnings], ["completed #2", [text]]);
    assert.equal((await opened.createSession(...cellsOf(file).completed)).name, "completed #2");
    assert.deepEqual(
      asThen(await opened.session("completed"), goldenOf(file).stored.completed),
      goldenOf(file).stored.completed,
    );
  });

  for (const rules of [11, 0, 1.5, "new", null]) {
    it(`leave a session readable where they are gone: ${JSON.stringify(rules)}`, async () => {
      const file = await withRules(rules);
      const opened = await lab(file);
      const golden = goldenOf(newestFile).stored;
      for (const name of Object.keys(cells))
        assert.deepEqual(asThen(await opened.session(name), golden[name]), golden[name]);
      const { values } = (await opened.compare(["completed", "cross"])).winners();
      assert.ok(values.length > 0);
    });

    it(`refuse to let it go on, and leave it as it was: ${JSON.stringify(rules)}`, async () => {
      const file = await withRules(rules);
      const before = await rowsOf(file);
      const opened = await lab(file);
      for (const name of ["created", "paused", "died"]) {
        await assert.rejects(reopened(opened, name), {
          code: "RULES_CHANGED",
          message: `Session "${name}" was made under rules ${rules}, but this paperlab has 1, 2, 3, 4, 5, 6, 7, 8, 9, 10. It can still be read; to go on, it needs the paperlab that made it`,
        });
      }
      assert.equal((await reopened(opened, "completed")).state, "COMPLETED");
      await opened.close();
      assert.deepEqual(await rowsOf(file), before);
    });
  }

  it("make another session of the same cell where they are others, which says so", async () => {
    const opened = await lab(await withRules(11));
    for (const name of ["completed", "paused"]) {
      const session = await opened.createSession(...cells[name]);
      assert.equal(session.name, `${name} #2`);
      const text = `Session "${name}" stays as it is; this is another one (rules: 10, was 11)`;
      assert.deepEqual(session.core.warnings, [text]);
      assert.ok(inspect(session).includes("rules: 10, was 11"));
    }
  });

  describe("where there are several", () => {
    before(() => knownRules.push(later, latest));
    after(() => knownRules.splice(10));

    it("are part of what a session is: each cell finds its own again, and says once what it passed by", async () => {
      const sessions = new LabSessions(await stored(newFile()));
      const options = { ...apple, name: "a" } as SessionOptions<never>;
      const made = await sessions.create(planUnder(first, {}), options);
      const another = await sessions.create(planUnder(later, {}), options);
      assert.deepEqual([made.name, another.name], ["a", "a #2"]);
      assert.deepEqual(made.warnings, []);
      const said = 'Session "a" stays as it is; this is another one (rules: 11, was 1)';
      assert.deepEqual(another.warnings, [said]);
      assert.equal(await sessions.create(planUnder(later, {}), options), another);
      assert.equal(await sessions.create(planUnder(first, {}), options), made);
      assert.deepEqual(another.warnings, [said]);
    });

    it("are said beside what else differs", async () => {
      const sessions = new LabSessions(await stored(newFile()));
      const options = { ...apple, name: "a" } as SessionOptions<never>;
      await sessions.create(planUnder(first, { seed: 4 }), options);
      const said = 'Session "a" stays as it is; this is another one (seed: not given, was 4; rules: 11, was 1)';
      assert.deepEqual((await sessions.create(planUnder(later, {}), options)).warnings, [said]);
    });

    it("let an unfinished session go on under its own, with their defaults", async () => {
      const options = { ...apple, name: "a" } as SessionOptions<never>;
      for (const [rules, capital] of [
        [first, 100_000],
        [later, 7_000],
      ] as const) {
        const file = newFile();
        const before = new LabSessions(await stored(file));
        await sessionOf(await before.create(planUnder(rules, {}), options)).step(100);
        await before.close(new PaperLabError("LAB_CLOSED", "closed"));
        await store?.close();
        const sessions = new LabSessions(await stored(file));
        const session = sessionOf(await sessions.reopen("a", { strategy: crossover }));
        await session.run();
        const whole = sessionOf(await new LabSessions(openMemoryStore()).create(planUnder(rules, {}), options));
        await whole.run();
        assert.deepEqual(everythingOf(session), everythingOf(whole));
        assert.equal(session.equityRows()[0].equity, capital);
        await store?.close();
      }
    });
  });
});

describe("a session stored by a newer paperlab", () => {
  afterEach(leaveNothing);

  it("is read, and not gone on with, where its fingerprint cannot be computed here", async () => {
    const file = copyOf(newestFile);
    const connection = await openConnection(file, "create", 0);
    await connection.run("UPDATE paper_sessions SET fingerprint = 'v9:ab' WHERE fingerprint IS NOT NULL");
    await connection.close();
    const before = await rowsOf(file);
    const opened = await lab(file);
    const message =
      'Session "paused" was stored by a newer paperlab, whose fingerprints this one cannot compare (v9:ab). It can be read; update paperlab to let it go on';
    await assert.rejects(reopened(opened, "paused"), { code: "STORE_NEWER", message });
    await assert.rejects(opened.createSession(...cells.paused), { code: "STORE_NEWER", message });
    assert.equal((await opened.session("paused")).steps, 50);
    assert.equal((await opened.createSession(...cells.completed)).fingerprint, "v9:ab");
    await opened.close();
    assert.deepEqual(await rowsOf(file), before);
  });
});
