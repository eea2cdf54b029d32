import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import seedrandom from "seedrandom";
import { Dealer } from "zeromq";
import { KernelClient } from "../support/kernel-client";

// The beginning of ZMTP, the protocol under Jupyter's: who greets like this speaks version 3.0 without security.
const greeting = Buffer.concat([
  Buffer.from([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0]),
  Buffer.from("NULL".padEnd(20, "\0")),
  Buffer.alloc(32),
]);
const ready = (type: string) => {
  const body = Buffer.concat([
    Buffer.from("\x05READY\x0bSocket-Type\0\0\0"),
    Buffer.from([type.length]),
    Buffer.from(type),
  ]);
  return Buffer.concat([Buffer.from([4, body.length]), body]);
};
/** A frame that announces more than it holds. */
const frame = (announced: bigint, bytes: Buffer) => {
  const head = Buffer.alloc(9);
  head[0] = 2;
  head.writeBigUInt64BE(announced, 1);
  return Buffer.concat([head, bytes]);
};

describe("a port of the kernel", () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await KernelClient.start({ transport: "tcp" });
  });
  after(() => kernel.close());
  afterEach(async () => {
    assert.equal(await kernel.beat("still there"), "still there");
    assert.equal((await kernel.request("control", "kernel_info_request", {})).reply.content.status, "ok");
    assert.equal((await kernel.execute("1 + 1")).text, "2");
  });

  const ports = { shell: 0, iopub: 1, stdin: 2, control: 3, heartbeat: 4 };
  for (const [name, at] of Object.entries(ports)) {
    const bytes = bytesFrom(seedrandom(name));

    it(`survives random bytes: ${name}`, async () => {
      for (let times = 0; times < 100; times++) await sent(kernel.ports[at], bytes(1 + times ** 2));
    });

    it(`survives random bytes behind a right greeting: ${name}`, async () => {
      for (const type of ["REQ", "DEALER", "ROUTER", "SUB", "PUB", "PAIR", "NONE"]) {
        for (let times = 0; times < 10; times++) {
          await sent(kernel.ports[at], Buffer.concat([greeting, bytes(100 * times)]));
          await sent(kernel.ports[at], Buffer.concat([greeting, ready(type), bytes(100 * times)]));
        }
      }
    });

    it(`survives whoever breaks off in the middle: ${name}`, async () => {
      const whole = Buffer.concat([greeting, ready("DEALER"), frame(50n, bytes(50))]);
      for (let length = 0; length < whole.length; length++) {
        const part = whole.subarray(0, length);
        await sent(kernel.ports[at], part);
        await sent(kernel.ports[at], part, (socket) => socket.resetAndDestroy());
      }
    });

    it(`survives frames that announce to be huge: ${name}`, async () => {
      for (const announced of [2n ** 31n, 2n ** 40n, 2n ** 63n, 2n ** 64n - 1n]) {
        for (const type of ["DEALER", "REQ", "SUB"]) {
          await sent(kernel.ports[at], Buffer.concat([greeting, ready(type), frame(announced, bytes(5000))]));
        }
      }
    });
  }

  it("survives messages that are none, of peers that keep to the protocol below", async () => {
    const bytes = bytesFrom(seedrandom("messages"));
    const dealers = [0, 2, 3, 4].map(() => new Dealer({ linger: 0 }));
    for (const [i, at] of [0, 2, 3, 4].entries()) {
      const dealer = dealers[i];
      dealer.connect(`tcp://127.0.0.1:${kernel.ports[at]}`);
      for (let parts = 1; parts <= 40; parts++) {
        await dealer.send(Array.from({ length: parts }, (_, i) => bytes((i * parts) % 50)));
        await dealer.send(["<IDS|MSG>", ...Array.from({ length: parts }, () => "{}")]);
      }
    }
    await kernel.until(() => /Further refusals are not reported/.test(kernel.stderr));
    for (const dealer of dealers) dealer.close();
    assert.equal(kernel.stderr.match(/A message was refused/g)?.length, 100);
  });

  it("survives signed messages that hold anything", async () => {
    const types = ["complete", "inspect", "is_complete", "history", "comm_info", "kernel_info", "execute", "dance"];
    const odd = [null, -1, 1e300, "", "\0", [], {}, true];
    for (const type of types) {
      for (const value of odd) {
        const content = { code: value, cursor_pos: value, hist_access_type: value, n: value, pattern: value };
        const { reply } = await kernel.request("shell", `${type}_request`, content);
        assert.equal(reply.type, `${type}_reply`);
      }
    }
  });
});

/** Sends bytes on a connection of their own; resolves once both sides have closed it, and so everything was read. */
async function sent(port: number, bytes: Buffer, end = (socket: Socket) => socket.end()): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.resume();
  const closed = new Promise((resolve) => socket.on("close", resolve));
  socket.write(bytes, () => end(socket));
  await closed;
}

function bytesFrom(random: () => number): (length: number) => Buffer {
  return (length) => Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
}
