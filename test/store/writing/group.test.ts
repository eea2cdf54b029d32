import assert from "node:assert/strict";
import { GroupCommits } from "../../../src/store/writing/group";
import type { Packet } from "../../../src/store/writing/packet";

const packet = (session: number, bytes = 1): Packet => ({ session, tables: [], texts: [], blobs: [], bytes });

describe("commits in groups", () => {
  for (const ticks of [0, 1, 2, 3, 4])
    it(`store what is given ${ticks} ticks after something that fails with what it goes on from`, async () => {
      const broken = new Error("broken");
      const group = new GroupCommits(async (packets) =>
        packets.map(({ session }) => (session === 1 ? { error: broken } : undefined)),
      );
      assert.deepEqual(await group.give(packet(1), {}), { error: broken });
      await new Promise((resolve) => setImmediate(resolve));
      // Worth a transaction at once, and then there is nothing to store.
      const behind = group.give(packet(1, 600_000), { goesOn: true, patient: true });
      for (let tick = 0; tick < ticks; tick++) await undefined;
      assert.equal(await group.give(packet(2), {}), undefined);
      assert.deepEqual(await behind, { error: broken });
    });
});
