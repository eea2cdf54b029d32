import assert from "node:assert/strict";
import { GroupCommits } from "../../../src/store/writing/group";
import type { Packet } from "../../../src/store/writing/packet";

const packet = (session: number, bytes = 1): Packet => ({ session, tables: [], texts: [], blobs: [], bytes });

describe("commits in groups", () => {
  it("leave nothing that is given in the moment in which others have failed", async () => {
    const broken = new Error("broken");
    const stored: number[] = [];
    const group = new GroupCommits(async (packets) =>
      packets.map(({ session }) => {
        stored.push(session);
        return session === 1 ? { error: broken } : undefined;
      }),
    );
    assert.deepEqual(await group.give(packet(1), {}), { error: broken });
    // What goes on from what failed is not stored; then comes one that has to be.
    const behind = group.give(packet(1, 600_000), { goesOn: true, patient: true });
    const urgent = [0, 1, 2, 3].map(async (ticks) => {
      for (let tick = 0; tick < ticks; tick++) await undefined;
      return group.give(packet(2 + ticks), {});
    });
    assert.deepEqual(await behind, { error: broken });
    assert.deepEqual(await Promise.all(urgent), [undefined, undefined, undefined, undefined]);
    assert.deepEqual(stored, [1, 2, 3, 4, 5]);
  });
});
