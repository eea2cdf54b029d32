import assert from "node:assert/strict";
import fc from "fast-check";
import { Follower, Followers } from "../../../src/core/market/history-column";

class Named extends Follower {}

const [sma, ema] = [{}, {}];

/** Asks as an indicator does: keeps a calculation where there is none. */
function ask(followers: Followers, of: object, first: unknown, other?: object): Follower {
  return (
    followers.find(of, first, undefined, undefined, other) ??
    followers.add(new Named(of, first, undefined, undefined, other))
  );
}

describe("the calculations that go along with a column", () => {
  it("are found again in whatever order they are asked for", () => {
    const asked = fc.tuple(fc.constantFrom(sma, ema), fc.integer({ min: 1, max: 4 }), fc.constantFrom(undefined, sma));
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 60 }), (calls) => {
        const followers = new Followers();
        const kept = new Map<string, Follower>();
        for (const [of, first, other] of calls) {
          const key = `${of === sma} ${first} ${other === sma}`;
          const found = ask(followers, of, first, other);
          assert.equal(found, kept.get(key) ?? found);
          assert.deepEqual([found.of === of, found.first, found.other], [true, first, other]);
          kept.set(key, found);
        }
      }),
    );
  });

  it("are a thousand at most: the oldest is dropped, and none of the others", () => {
    const followers = new Followers();
    const all = Array.from({ length: 1500 }, (_, at) => ask(followers, sma, at));
    for (let at = 500; at < 1500; at++) assert.equal(ask(followers, sma, at), all[at]);
    const again = ask(followers, sma, 0);
    assert.notEqual(again, all[0]);
    assert.equal(followers.find(sma, 500, undefined, undefined, undefined), undefined);
    for (let at = 501; at < 1500; at++) assert.equal(ask(followers, sma, at), all[at]);
    assert.equal(ask(followers, sma, 0), again);
  });
});
