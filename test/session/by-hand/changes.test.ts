import assert from "node:assert/strict";
import { defineStrategy, type OrderChanges, type Session } from "../../../src/index";
import { apple, lab, leaveNothing, newFile, year } from "../../api/labs";

const idle = defineStrategy({ name: "idle", onBar() {} });
const limit = { type: "limit", limitPrice: 1, expiresAt: "2040-01-01" } as const;

async function withOrder(path?: string): Promise<Session> {
  const session = await (await lab(path)).createSession(year, idle, { ...apple, name: "a" });
  await session.step(2);
  await session.buy("AAPL", 10, limit);
  return session;
}

describe("a replacement by hand", () => {
  afterEach(leaveNothing);

  // JSON has none of these, and would write null.
  const nonsense: readonly [changes: object, told: string][] = [
    [{ quantity: Number.NaN }, "quantity of an order to be a positive number, was NaN"],
    [{ quantity: Number.POSITIVE_INFINITY }, "quantity of an order to be a positive number, was Infinity"],
    [{ quantity: null }, "quantity of an order to be a positive number, was null"],
    [{ limitPrice: Number.NaN }, "limitPrice of an order to be a positive number, was NaN"],
    [{ quantity: 5, limitPrice: null }, "limitPrice of an order to be a positive number, was null"],
    [{ trailAmount: Number.NaN }, "trailAmount of an order to be a positive number, was NaN"],
    [
      { expiresAt: new Date(Number.NaN) },
      "expiresAt of an order to be an ISO date or instant, or epoch milliseconds, was Invalid Date",
    ],
  ];
  for (const [changes, told] of nonsense)
    it(`is an error at the call, and is not kept, where it makes no sense: ${told}`, async () => {
      const session = await withOrder(newFile());
      await assert.rejects(session.replace("order-1", changes as OrderChanges), {
        code: "INVALID_ORDER",
        message: `Expected ${told}`,
      });
      assert.equal(session.inputRows().length, 1);
      assert.deepEqual([session.orderRows()[0].quantity, session.orderRows()[0].limitPrice], [10, 1]);
      await session.replace("order-1", { quantity: 5 });
      assert.equal(session.orderRows()[0].quantity, 5);
    });
});

describe("an order that expires later than any date", () => {
  afterEach(leaveNothing);

  it("is shown with its milliseconds", async () => {
    const session = await withOrder();
    await session.buy("AAPL", 10, { type: "limit", limitPrice: 1, expiresAt: Number.MAX_SAFE_INTEGER });
    const { columns, values } = session.orders();
    const column = (columns as string[]).indexOf("expiresAt");
    assert.deepEqual(
      (values as unknown[][]).map((row) => row[column]),
      ["2040-01-02T05:00:00.000Z", "9007199254740991"],
    );
  });
});
