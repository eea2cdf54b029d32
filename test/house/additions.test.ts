import assert from "node:assert/strict";
import type { Engine as EngineClass } from "../../src/core/engine/engine";
import type { EngineTerms } from "../../src/core/engine/terms";
import type { OrderOptions } from "../../src/core/orders/order";
import type { Maker } from "../../src/core/own";
import { bars, columnsOf } from "../support/bars";
import { engineTerms } from "../support/terms";
import { type Scratch, scratchCopy } from "./rules/scratch";

const onClose = `
import type { OrderKind } from "./kind";
export const onClose: OrderKind = {
  prices: ["stopPrice"], timeInForce: "GTC", anyPrice: false, slips: true,
  pricing: () => ({ request }, { close }, row) => close[row] > Number(request.stopPrice) ? close[row] : Number.NaN,
};`;

const commissionFlat = `
import { type Maker, own } from "../own";
import type { CommissionModel } from "./commission";
export function commissionFlat(amount: number): CommissionModel {
  return own({ name: "commissionFlat", params: { amount }, commission: () => amount });
}
export const commissionFlatMaker: Maker<CommissionModel> = ({ amount }) => commissionFlat(amount);`;

const maxQuantity = `
import { type Maker, own } from "../../own";
import type { RiskRule } from "../risk";
export function maxQuantity(maximum: number): RiskRule {
  const denial = { code: "TOO_MANY", details: { maximum } };
  return own({ name: "maxQuantity", params: { maximum }, check: ({ quantity }) => quantity > maximum ? denial : undefined } satisfies RiskRule);
}
export const maxQuantityMaker: Maker<RiskRule> = ({ maximum }) => maxQuantity(maximum);`;

/** The first run of a core that was compiled just now: buys 10 of A on the first of two bars. */
function firstRun(core: Scratch, terms: Partial<EngineTerms>, options?: OrderOptions) {
  const { Engine } = core.load("src/core/engine/engine.ts") as { Engine: typeof EngineClass };
  const columns = columnsOf(bars("A", [100, [101, 104, 99, 103]]), ["A"]);
  const engine = new Engine({ ...engineTerms(), ...terms });
  let asked = false;
  const onBars = () => {
    if (!asked) engine.desk.place("A", "buy", 10, options);
    asked = true;
  };
  engine.start({ name: "first", onBars }, 0);
  engine.process(columns, 0, columns.length, Infinity);
  return {
    order: engine.journal.orders.at(0),
    fill: engine.journal.fills.length > 0 ? engine.journal.fills.at(0) : undefined,
  };
}

/** Adds an import and an entry to a list of the sources: the one line that an addition is registered with. */
function register(core: Scratch, path: string, entry: string, from: string, last: string): void {
  const text = core.read(path);
  assert.ok(text.includes(last), `${path} has no ${last}`);
  const imported = `import { ${entry.split(": ").at(-1)} } from "${from}";`;
  core.write(path, `${imported}\n${text.replace(last, `${last}, ${entry}`)}`);
}

describe("one new file and one line", () => {
  let core: Scratch;
  let problems: string[] = [];
  before(() => {
    core = scratchCopy(["src/core", "src/errors.ts"]);
    core.write("src/core/orders/types/on-close.ts", onClose);
    register(core, "src/core/orders/types/order-types.ts", "onClose", "./on-close", "market, limit, stop");
    const models = "src/core/models/makers.ts";
    core.write("src/core/models/commission-flat.ts", commissionFlat);
    register(
      core,
      models,
      "commissionFlat: commissionFlatMaker",
      "./commission-flat",
      "commissionBps: commissionBpsMaker",
    );
    const rules = "src/core/account/rules/makers.ts";
    core.write("src/core/account/rules/max-quantity.ts", maxQuantity);
    register(
      core,
      rules,
      "maxQuantity: maxQuantityMaker",
      "./max-quantity",
      "maxPositionWeight: maxPositionWeightMaker",
    );
    problems = core.compile();
  });
  after(() => core.remove());

  it("compile as they are", () => {
    assert.deepEqual(problems, []);
  });

  it("add an order type, which is checked, priced and kept", () => {
    const asked = { type: "onClose", stopPrice: 102 } as unknown as OrderOptions;
    const { order, fill } = firstRun(core, {}, asked);
    assert.deepEqual([order.type, order.timeInForce, order.stopPrice, order.status], ["onClose", "GTC", 102, "filled"]);
    assert.equal(fill?.price, 103);
    const bare = { type: "onClose" } as unknown as OrderOptions;
    assert.throws(() => firstRun(core, {}, bare), /stopPrice of a onClose order to be a positive number/);
  });

  it("add a commission model, which is made again from its params", () => {
    const { commissionMakers } = core.load("src/core/models/makers.ts") as {
      commissionMakers: Record<string, Maker<EngineTerms["commission"]>>;
    };
    const { fill } = firstRun(core, { commission: commissionMakers.commissionFlat({ amount: 7 }) });
    assert.equal(fill?.commission, 7);
  });

  it("add a risk rule, which denies with its reason", () => {
    const { riskMakers } = core.load("src/core/account/rules/makers.ts") as {
      riskMakers: Record<string, Maker<EngineTerms["risk"][number]>>;
    };
    const { order } = firstRun(core, { risk: [riskMakers.maxQuantity({ maximum: 9 })] });
    assert.deepEqual([order.status, order.reason], ["denied", "TOO_MANY: maximum=9"]);
  });
});

describe("what is forgotten does not compile", () => {
  const forgotten: [what: string, path: string, from: string, to: string, objection: RegExp][] = [
    [
      "whether slippage moves the price of an order type",
      "src/core/orders/types/limit.ts",
      "  slips: false,\n",
      "",
      /limit\.ts: Property 'slips' is missing/,
    ],
    [
      "the file of an order type that the list names",
      "src/core/orders/types/order-types.ts",
      "stop }",
      "stop, trailing }",
      /order-types\.ts: .*'trailing'/,
    ],
    [
      "a new price of orders where requests are checked",
      "src/core/orders/types/prices.ts",
      'stopPrice: "up" }',
      'stopPrice: "up", trigger: "up" }',
      /checked-request\.ts: Property 'trigger' is missing/,
    ],
    [
      "a maker that does not make what its list is of",
      "src/core/models/makers.ts",
      "slippageBps: slippageBpsMaker",
      "slippageBps: commissionBpsMaker",
      /makers\.ts: .*Maker<CommissionModel>/,
    ],
  ];
  let objections = "";
  before(() => {
    const core = scratchCopy(["src/core", "src/errors.ts"]);
    for (const [, path, from, to] of forgotten) {
      assert.ok(core.read(path).includes(from), `${path} has no ${from}`);
      core.write(path, core.read(path).replace(from, to));
    }
    objections = core.compile().join("\n");
    core.remove();
  });

  for (const [what, , , , objection] of forgotten)
    it(what, () => {
      assert.match(objections, objection);
    });
});
