import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cointegrated, paramsOf, type SessionOptions, strategies } from "../../src/index";
import { defaultParams } from "../../src/strategy/params";
import { apart, closeAll, everythingOf, lab, leaveNothing, newFile } from "../api/labs";
import { root } from "../house/reading/source";
import { wandering } from "./made-bars";

const folder = join(root, "src/strategies");

describe("ready-made strategies", () => {
  afterEach(leaveNothing);

  for (const [name, strategy] of Object.entries(strategies)) {
    it(`go on bit for bit in a file that is opened again, and are the same session again: ${name}`, async () => {
      const pair = { halfLife: 5, spreadVolatility: 0.2, bars: 300, seed: 1 };
      const feed =
        name === "pairs" ? cointegrated({ A: { price: 60 }, B: { price: 70 } }, pair) : wandering(["A", "B", "C"], 300);
      const given = { fixedWeights: { params: { weights: { A: 0.5, B: 0.3 } } }, pairs: { shorting: true } };
      const options = { name: "a", ...given[name as keyof typeof given] } as SessionOptions<never>;
      const path = newFile();
      const session = await (await lab(path)).createSession(feed, strategy as never, options);
      await session.step(140);
      await closeAll();
      const opened = await apart(path);
      const again = await opened.session("a", { strategy: strategy as never });
      await again.run();
      const unbroken = await (await lab()).run(feed, strategy as never, options);
      assert.deepEqual(everythingOf(again), everythingOf(unbroken));
      if (name !== "momentum") assert.ok(again.fillRows().length > 0);
      assert.equal((await opened.run(feed, strategy as never, options)).name, "a");
    });
  }

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

    it(`are told by the values of their params, as sessions from before params had ranges: ${name}`, async () => {
      const plain = { ...strategy, params: defaultParams(strategy) };
      const feed = wandering(["A", "B"], 60);
      const given = { fixedWeights: { params: { weights: { A: 0.5, B: 0.3 } } }, pairs: { shorting: true } };
      const options = { name: "a", ...given[name as keyof typeof given] } as SessionOptions<never>;
      const path = newFile();
      const before = await (await lab(path)).run(feed, plain as never, options);
      const [was, card] = [everythingOf(before), String(before)];
      await closeAll();
      const opened = await apart(path);
      const again = await opened.session("a");
      assert.deepEqual(everythingOf(again), was);
      assert.equal(String(again), card);
      assert.equal((await opened.run(feed, strategy as never, options)).id, before.id);
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
