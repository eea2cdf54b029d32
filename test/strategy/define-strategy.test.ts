import assert from "node:assert/strict";
import { defineStrategy } from "../../src/strategy/define-strategy";
import type { Strategy } from "../../src/strategy/strategy";

function refused(strategy: unknown, message: RegExp) {
  assert.throws(() => defineStrategy(strategy as Strategy<Record<string, never>>), {
    name: "PaperLabError",
    code: "INVALID_STRATEGY",
    message,
  });
}

describe("defineStrategy", () => {
  it("returns the strategy, frozen, and leaves the original alone", () => {
    const original = { name: "idle", params: { fast: 10 }, onBar() {} };
    const strategy = defineStrategy(original);
    assert.deepEqual(strategy, original);
    assert.ok(Object.isFrozen(strategy) && !Object.isFrozen(original));
  });

  it("gives the params and the state their types in the hooks", () => {
    const strategy = defineStrategy({
      name: "typed",
      params: { fast: 10 },
      state: () => ({ bars: 0 }),
      onBar({ params, state, bar }) {
        state.bars += params.fast * bar.close;
      },
    });
    assert.equal(strategy.params?.fast, 10);
  });

  it("refuses a part it does not know, with the near match", () => {
    refused({ name: "x", onbar() {} }, /^Unknown part "onbar" of a strategy\. Did you mean "onBar"\?$/);
    refused(
      { name: "x", onBar() {}, wibble: 1 },
      /^Unknown part "wibble" of a strategy\. Known: name, params, rebalance, warmUp, state, onStart/,
    );
  });

  it("refuses parts of the wrong kind", () => {
    refused(undefined, /^Expected strategy to be an object with a name and hooks, was undefined$/);
    refused(() => {}, /^Expected strategy to be an object with a name and hooks, was a function$/);
    refused({ onBar() {} }, /^Expected name of a strategy to be text, was undefined$/);
    refused({ name: "", onBar() {} }, /^Expected name of a strategy to be text, was ""$/);
    refused({ name: "x", onBar: 5 }, /^Expected onBar of "x" to be a function, was 5$/);
    refused({ name: "x", onBar() {}, state: {} }, /^Expected state of "x" to be a function, was an object$/);
    refused(
      { name: "x", onBar() {}, state: async () => ({}) },
      /^Expected state of "x" to be a function that returns the state, at once, was an async function$/,
    );
    for (const generator of [function* () {}, async function* () {}]) {
      const was = "to be a plain function, was a generator function$";
      refused({ name: "x", onBar() {}, state: generator }, new RegExp(`^Expected state of "x" ${was}`));
      refused({ name: "x", onBar: generator }, new RegExp(`^Expected onBar of "x" ${was}`));
      refused({ name: "x", signals: generator }, new RegExp(`^Expected signals of "x" ${was}`));
    }
    refused({ name: "x", onBar() {}, params: 5 }, /^Expected params of "x" to be an object, was 5$/);
  });

  it("refuses a strategy that does nothing", () => {
    refused({ name: "x" }, /^Expected strategy "x" to have a hook, such as onBar, had none$/);
  });
});
