import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cointegrated, type Lab, paramsOf, type Session, type SessionOptions, strategies } from "../../src/index";
import { defaultParams } from "../../src/strategy/params";
import { apart, closeAll, everythingOf, lab, leaveNothing, newFile, rowsOf } from "../api/labs";
import { root } from "../house/reading/source";
import { wandering } from "./made-bars";

const folder = join(root, "src/strategies");

const names = Object.keys(strategies) as (keyof typeof strategies)[];
const weights = { A: 0.5, B: 0.3 };

/** The arguments of a session of each strategy, under its name. */
function sessionOf(name: keyof typeof strategies) {
  const pair = { halfLife: 5, spreadVolatility: 0.2, bars: 300, seed: 1 };
  const feed =
    name === "pairs" ? cointegrated({ A: { price: 60 }, B: { price: 70 } }, pair) : wandering(["A", "B", "C"], 300);
  return [feed, strategies[name] as never, { name, ...given(name) } as SessionOptions<never>] as const;
}

/** The arguments of a session of each strategy as it was before params had ranges. */
function plainOf(name: keyof typeof strategies) {
  const plain = { ...strategies[name], params: defaultParams(strategies[name]) };
  const options = { name: `${name} before`, ...given(name) } as SessionOptions<never>;
  return [wandering(["A", "B"], 60), plain as never, options] as const;
}

const given = (name: keyof typeof strategies) =>
  ({ fixedWeights: { params: { weights } }, pairs: { shorting: true } })[name as string];

/** Everything that a session did and measured, and how it shows itself. */
function allOf(session: Session) {
  const { fingerprint, state, endReason, steps } = session;
  return { fingerprint, state, endReason, steps, rows: rowsOf(session), metrics: { ...session.metrics() } };
}

/** The card of a session but for the line that counts the trials in its file, which become more. */
function cardOf(session: Session): string {
  const lines = String(session).split("\n");
  return lines.filter((line) => !/trials on such data/.test(line)).join("\n");
}

describe("ready-made strategies in a file that is opened again", () => {
  const was = new Map<string, { id: number; all: unknown; card: string }>();
  let opened: Lab;
  let unbroken: Lab;

  before(async () => {
    const path = newFile();
    const first = await lab(path);
    for (const name of names) {
      await (await first.createSession(...sessionOf(name))).step(140);
      const session = await first.run(...plainOf(name));
      was.set(name, { id: session.id, all: allOf(session), card: cardOf(session) });
    }
    await closeAll();
    opened = await apart(path);
    unbroken = await lab();
  });

  after(leaveNothing);

  for (const name of names) {
    it(`go on bit for bit, and are the same session again: ${name}`, async () => {
      const again = await opened.session(name, { strategy: strategies[name] as never });
      await again.run();
      assert.deepEqual(allOf(again), allOf(await unbroken.run(...sessionOf(name))));
      if (name !== "momentum") assert.ok(again.fillRows().length > 0);
      assert.equal((await opened.run(...sessionOf(name))).id, again.id);
    });

    it(`are told by the values of their params, as sessions from before params had ranges: ${name}`, async () => {
      const [feed, , options] = plainOf(name);
      const again = await opened.session(`${name} before`);
      const ranged = await opened.run(feed, strategies[name] as never, options);
      assert.deepEqual({ id: ranged.id, all: allOf(again), card: cardOf(again) }, was.get(name));
    });
  }
});

describe("ready-made strategies", () => {
  afterEach(leaveNothing);

  for (const [name, strategy] of Object.entries(strategies)) {
    const silly = paramsOf(strategy).flatMap(({ name: param, kind, default: value, min, max, below }) => [
      ...(kind === "plain" ? [{ [param]: "10" }] : [{ [param]: Number.NaN }, { [param]: `${value}` }]),
      ...(kind === "int" ? [{ [param]: (value as number) + 0.5 }] : []),
      ...(min === undefined ? [] : [{ [param]: min - 1 }]),
      ...(max === undefined ? [] : [{ [param]: max + 1 }]),
      ...(below === undefined ? [] : [{ [param]: defaultParams(strategy)[below] }]),
      { [`${param}x`]: value },
    ]);
    it(`refuse params that make no sense at the call: ${name}`, async () => {
      const opened = await lab();
      for (const params of silly)
        await assert.rejects(opened.run(wandering(["A", "B"], 50), strategy as never, { params } as never), {
          name: "PaperLabError",
          message: /^(Expected params\.|Unknown option ".*x" of params of .* Did you mean)/,
        });
      assert.equal((await opened.sessions()).shape[0], 0);
      for (const { name: param, kind, min } of paramsOf(strategy))
        assert.ok(kind === "plain" ? param === "weights" : min !== undefined, param);
    });
  }

  it("go on with params that were stored before there was a range", async () => {
    const { fast: _, ...params } = defaultParams(strategies.smaCross);
    const loose = { ...strategies.smaCross, params: { fast: 40, ...params } };
    const feed = wandering(["A"], 200);
    const path = newFile();
    await (await (await lab(path)).createSession(feed, loose as never, { name: "a" })).step(80);
    await closeAll();
    const opened = await apart(path);
    const again = await opened.session("a", { strategy: strategies.smaCross as never });
    await again.run();
    const kept = await opened.query("SELECT json_extract(config, '$.params.fast') AS fast FROM paper_sessions");
    assert.deepEqual(kept.values, [[40]]);
    assert.deepEqual(everythingOf(again), everythingOf(await (await lab()).run(feed, loose as never, { name: "a" })));
  });

  it("are files that can be read and copied: short, of what paperlab exports, with their source", () => {
    const files = readdirSync(folder).filter((file) => file !== "index.ts");
    for (const file of files) {
      const text = readFileSync(join(folder, file), "utf8");
      assert.ok(text.trimEnd().split("\n").length < 40, file);
      for (const [, from] of text.matchAll(/from "(.*)";/g))
        assert.ok(["../api/strategy", "../strategy/indicators/index"].includes(from), `${file}: ${from}`);
      assert.ok(file === "buy-and-hold.ts" || /Source: /.test(text), file);
      assert.ok(existsSync(join(folder, file)));
    }
  });
});
