import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cointegrated, type SessionOptions, strategies } from "../../src/index";
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
