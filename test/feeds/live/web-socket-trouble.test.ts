import assert from "node:assert/strict";
import {
  binanceKlines,
  coinbaseMatches,
  type LiveBar,
  live,
  type Session,
  type WebSocketOptions,
  webSocketBars,
} from "../../../src/index";
import { lab, leaveNothing } from "../../api/labs";
import { eventful } from "../../api/strategies";
import { LocalServer } from "./server";
import { barOf, barsOf, until } from "./stream";

const quick = { firstWait: 2, longestWait: 10, attempts: 3 };

function klineOf(at: number) {
  const { time, symbol, open, high, low, close, volume } = barOf(at);
  const [o, h, l, c, v] = [open, high, low, close, volume].map(String);
  return { e: "kline", s: symbol, k: { t: time - 60_000, T: time - 1, s: symbol, i: "1m", o, h, l, c, v, x: true } };
}

describe("trouble with a WebSocket", () => {
  let server: LocalServer;
  const begin = async (given: WebSocketOptions): Promise<Session> => {
    const feed = live(webSocketBars(server.url, { ...quick, ...given }), { name: "BTC", interval: "1m" });
    const session = await (await lab()).createSession(feed, eventful, { name: "a" });
    await session.start();
    return session;
  };
  const told = (session: Session) => session.feedEventRows().map(({ kind, text }) => `${kind} ${text}`);
  afterEach(async () => {
    await leaveNothing();
    await server?.stop();
  });

  it("is told where an asynchronous parser rejects, with the message, and the session goes on", async () => {
    const messages = ["x", ...barsOf(0, 3), "y", ...barsOf(3, 30)];
    server = await LocalServer.start((socket) => {
      for (const message of messages) socket.send(typeof message === "string" ? message : JSON.stringify(message));
    });
    const session = await begin({
      async parse(message) {
        await new Promise((resolve) => setImmediate(resolve));
        if (typeof message === "string") throw new Error(`not ${message}`);
        return message as LiveBar;
      },
    });
    await until(() => session.steps === 30);
    assert.deepEqual(told(session), ["bad not x: x", "bad not y: y"]);
    assert.deepEqual([...session.feed().bars()], barsOf(0, 30));
    await session.stop();
  });

  it("leaves what came before a lost connection readable, though its parser is slow", async () => {
    server = await LocalServer.start((socket, number) => {
      for (const bar of barsOf(number * 10, number * 10 + 10)) socket.send(JSON.stringify(bar));
      if (number < 2) socket.close(1012, "restarting");
    });
    const session = await begin({
      async parse(message) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return message as LiveBar;
      },
    });
    await until(() => session.steps === 30);
    await session.stop();
    assert.deepEqual([...session.feed().bars()], barsOf(0, 30));
    assert.deepEqual(
      session.feedEventRows().map(({ kind }) => kind),
      ["lost", "lost"],
    );
  });

  it("holds no more messages than some thousands while a parser waits", async () => {
    server = await LocalServer.start();
    let calls = 0;
    let answer: () => void = () => {};
    const waits = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const parse = async (message: unknown) => {
      calls++;
      await waits;
      return message as LiveBar;
    };
    const stream = webSocketBars(server.url, { ...quick, parse })[Symbol.asyncIterator]();
    const first = stream.next();
    await until(() => server.sockets.length === 1);
    const [socket] = server.sockets;
    let sent = 0;
    while (socket.bufferedAmount < 1_000_000 && sent < 400_000) {
      server.send(...barsOf(sent, sent + 1000));
      sent += 1000;
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok(socket.bufferedAmount >= 1_000_000, `${sent} bars went through`);
    assert.equal(calls, 1);
    answer();
    assert.equal(((await first).value as LiveBar).time, barOf(0).time);
    for (let at = 1; at < sent; at++) assert.equal(((await stream.next()).value as LiveBar).time, barOf(at).time);
    await stream.return?.();
  });

  it("comes of a subscription that cannot be written, which is refused at once", () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const parse = () => undefined;
    for (const subscribe of [circular, [circular], () => 1, Symbol("x"), 1n, ["fine", () => 1]])
      assert.throws(() => webSocketBars("ws://x", { parse, subscribe }), {
        code: "INVALID_OPTION",
        message: /^Expected subscribe to be text, a value that JSON can write, or a list of these, was /,
      });
  });

  it("comes of URLs and waits that are none", () => {
    const parse = () => undefined;
    for (const [url, given, message] of [
      ["ws://", {}, 'Expected url to be a URL such as "wss://...", was "ws://"'],
      ["ws://x#part", {}, 'Expected url to be a URL without "#", was "ws://x#part"'],
      ["ws://x", { firstWait: 500, longestWait: 100 }, "Expected firstWait to be at most longestWait, 100, was 500"],
      ["ws://x", { longestWait: 0 }, "Expected longestWait to be milliseconds from 1 to 3600000, was 0"],
    ] as const)
      assert.throws(() => webSocketBars(url, { parse, ...given }), { code: "INVALID_OPTION", message });
    for (const given of [{ longestWait: 100 }, { firstWait: 60_000 }]) webSocketBars("ws://x", { parse, ...given });
  });

  for (const [junk, parse] of [
    ["numbers", () => 5 as never],
    ["empty lists", () => []],
    ["bars without a price", () => ({ time: Date.now(), close: 5 }) as never],
  ] as const)
    it(`ends a source that sends nothing but ${junk}`, async () => {
      server = await LocalServer.start((socket) => {
        socket.send("1");
        socket.close(1012, "restarting");
      });
      const session = await begin({ parse });
      await session.run();
      assert.deepEqual([session.state, server.sockets.length], ["PAUSED", 3]);
      assert.match(session.reason ?? "", /could not be read 3 times in a row: it was closed: restarting$/);
    });

  it("begins the attempts anew with each bar", async () => {
    server = await LocalServer.start((socket, number) => {
      socket.send(JSON.stringify(barOf(number)));
      if (number < 8) socket.close(1012, "restarting");
    });
    const session = await begin({ parse: (message) => message as LiveBar });
    await until(() => session.steps === 9);
    await session.stop();
  });

  it("is told where Binance sends nonsense or refuses, and the session goes on", async () => {
    const error = { error: { code: 2, msg: "Invalid request" } };
    const nonsense = ["garbage {{{", "null", "[]", "5", JSON.stringify(error)];
    server = await LocalServer.start((socket) => {
      for (const text of [
        ...nonsense,
        JSON.stringify(klineOf(0)),
        '{"result":null,"id":1}',
        JSON.stringify(klineOf(1)),
      ])
        socket.send(text);
    });
    const session = await begin({ parse: binanceKlines });
    await until(() => session.steps === 2);
    await session.stop();
    assert.deepEqual(told(session), [
      ...nonsense.slice(0, 4).map((text) => `bad expected the message to be an object: ${text}`),
      `bad the exchange refused the subscription: Invalid request (code 2): ${nonsense[4]}`,
    ]);
  });

  it("is told where Coinbase sends nonsense", async () => {
    server = await LocalServer.start((socket) => {
      for (const text of ["garbage {{{", '{"type":"heartbeat"}', '{"type":"error","message":"no such product"}'])
        socket.send(text);
    });
    const session = await begin({ parse: coinbaseMatches });
    await until(() => session.feedEventRows().length === 2);
    await session.stop();
    assert.deepEqual(told(session), [
      "bad expected the message to be an object: garbage {{{",
      'bad the exchange refused the subscription: no such product: {"type":"error","message":"no such product"}',
    ]);
  });
});
