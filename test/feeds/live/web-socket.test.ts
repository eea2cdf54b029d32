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
const plain: WebSocketOptions = {
  ...quick,
  parse(message) {
    if (typeof message === "object" && message !== null && "close" in message) return message as LiveBar;
    throw new Error("expected a bar");
  },
};
const options = { name: "BTC", interval: "1m" };

function klineOf(at: number, closed = true) {
  const { time, symbol, open, high, low, close, volume } = barOf(at);
  const [o, h, l, c, v] = [open, high, low, close, volume].map(String);
  return { e: "kline", s: symbol, k: { t: time - 60_000, T: time - 1, s: symbol, i: "1m", o, h, l, c, v, x: closed } };
}

describe("bars from a WebSocket", () => {
  let server: LocalServer;
  const begin = async (given: WebSocketOptions, name = "a"): Promise<Session> => {
    const feed = live(webSocketBars(server.url, given), { ...options, name: "BTC" });
    const session = await (await lab()).createSession(feed, eventful, { name });
    await session.start();
    return session;
  };
  const kinds = (session: Session) => session.feedEventRows().map(({ kind }) => kind);
  afterEach(async () => {
    await leaveNothing();
    await server?.stop();
  });

  it("come from a server that drops, repeats, delays and garbles, and the same session comes of what came", async () => {
    server = await LocalServer.start((socket, number) => {
      const send = (...bars: readonly unknown[]) => {
        for (const bar of bars) socket.send(typeof bar === "string" ? bar : JSON.stringify(bar));
      };
      if (number === 0) {
        send(...barsOf(0, 40), barOf(39), '{"time":17', barOf(20), { ...barOf(40), high: 1 }, barOf(40));
        socket.terminate();
      } else if (number === 1) {
        // It repeats what it sent before, as servers do.
        send(...barsOf(38, 60), Buffer.from([0xff, 0xfe, 0x00]).toString("latin1"));
        setTimeout(() => {
          send(...barsOf(60, 80));
          socket.close(1012, "restarting");
        }, 5);
      } else {
        send(...barsOf(90, 100));
      }
    });
    const session = await begin(plain);
    await until(() => session.steps === 90);
    await session.stop();
    assert.deepEqual([...session.feed().bars()], [...barsOf(0, 80), ...barsOf(90, 100)]);
    assert.deepEqual(kinds(session), [
      ...["repeated", "bad", "outOfOrder", "bad", "lost"],
      ...["outOfOrder", "outOfOrder", "repeated", "bad", "lost", "gap"],
    ]);
    const texts = session.feedEventRows().map(({ text }) => text);
    assert.match(texts[1], /^expected a bar: {"time":17$/);
    assert.match(texts[9], /^the connection to ws:.* was lost: it was closed: restarting$/);
    assert.match(texts[10], /^from .*01:19:00.000Z to .*01:30:00.000Z: the connection to ws:.*was lost/);
    const again = await (await lab()).createSession(session.feed(), eventful, { name: "a" });
    await again.step(89);
    await again.step();
    await again.stop();
    assert.equal(again.fingerprint, session.fingerprint);
    await until(() => server.open === 0);
  });

  it("are subscribed to on each connection, and come through the parser of Binance", async () => {
    server = await LocalServer.start();
    const subscribe = { method: "SUBSCRIBE", params: ["btc@kline_1m"], id: 1 };
    const session = await begin({ ...quick, subscribe, parse: binanceKlines });
    await until(() => server.heard.length === 1);
    server.send({ result: null, id: 1 }, klineOf(0, false), klineOf(0), { stream: "x", data: klineOf(1) });
    await until(() => session.steps === 2);
    server.sockets[0].terminate();
    await until(() => server.heard.length === 2);
    server.send(klineOf(2, false), klineOf(2));
    await until(() => session.steps === 3);
    await session.stop();
    assert.deepEqual(server.heard, [JSON.stringify(subscribe), JSON.stringify(subscribe)]);
    assert.deepEqual([...session.feed().bars()], barsOf(0, 3));
    assert.deepEqual(kinds(session), ["lost"]);
  });

  it("may be trades, as those of Coinbase; where there is no interval a lost connection is a gap", async () => {
    server = await LocalServer.start();
    const subscribe = ["hello", { type: "subscribe", channels: [{ name: "matches", product_ids: ["BTC-USD"] }] }];
    const feed = live(webSocketBars(server.url, { ...quick, subscribe, parse: coinbaseMatches }), {
      ...{ name: "coinbase", symbols: ["BTC-USD"], grace: 1 },
    });
    const session = await (await lab()).createSession(feed, eventful, { name: "a" });
    await session.start();
    await until(() => server.heard.length === 2);
    const match = (second: number, price: string) => ({
      ...{ type: "match", time: `2026-01-01T00:00:0${second}.000001Z`, product_id: "BTC-USD", size: "2", price },
    });
    server.send({ type: "subscriptions" }, { ...match(1, "5"), type: "last_match" }, match(2, "10.5"), match(3, "11"));
    await until(() => session.steps === 2);
    server.sockets[0].terminate();
    await until(() => server.heard.length === 4);
    server.send(match(4, "12"));
    await until(() => session.steps === 3);
    await session.stop();
    assert.equal(server.heard[0], "hello");
    assert.deepEqual(
      [...session.feed().bars()].map(({ close, volume }) => [close, volume]),
      [
        [10.5, 2],
        [11, 2],
        [12, 2],
      ],
    );
    assert.deepEqual(kinds(session), ["lost", "gap"]);
  });

  it("end a session's wait as PAUSED when no connection can be had, and go on when it can", async () => {
    server = await LocalServer.start();
    await server.stop();
    const session = await begin(plain);
    await session.run();
    assert.equal(session.state, "PAUSED");
    assert.match(
      session.reason ?? "",
      /^the source failed: ws:.* could not be read 3 times in a row: connect ECONNREFUSED/,
    );
    server = await LocalServer.start((socket) => socket.send(JSON.stringify(barOf(0))));
    const feed = live(webSocketBars(server.url, plain), options);
    assert.equal(await session.core.renew(feed.source), undefined);
    await session.start();
    await until(() => session.steps === 1);
    await session.pause();
    await until(() => server.open === 0);
  });

  it("do not try for ever with a server that takes every connection and says nothing", async () => {
    let connections = 0;
    server = await LocalServer.start((socket) => {
      connections++;
      socket.close(1013);
    });
    const session = await begin(plain);
    await session.run();
    assert.deepEqual([session.state, connections], ["PAUSED", 3]);
    assert.match(session.reason ?? "", /3 times in a row: it was closed with code 1013$/);
  });

  it("notice a connection that is dead", async () => {
    server = await LocalServer.start((socket, number) => {
      // It answers no ping.
      if (number === 0) socket.pause();
      else socket.send(JSON.stringify(barOf(0)));
    });
    const session = await begin({ ...plain, silence: 20 });
    await until(() => session.steps === 1);
    assert.equal(kinds(session)[0], "lost");
    await session.stop();
  });

  it("wait at the server while the strategy is slow, and none is lost", async () => {
    server = await LocalServer.start();
    const stream = webSocketBars(server.url, plain)[Symbol.asyncIterator]();
    const first = stream.next();
    await until(() => server.sockets.length === 1);
    server.send(barOf(0));
    assert.deepEqual((await first).value, barOf(0));
    // Some megabytes fit into what lies between.
    const [socket] = server.sockets;
    let sent = 1;
    while (socket.bufferedAmount < 1_000_000 && sent < 400_000) {
      server.send(...barsOf(sent, sent + 1000));
      sent += 1000;
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok(socket.bufferedAmount >= 1_000_000, `${sent} bars went through`);
    for (let at = 1; at < sent; at++) assert.equal(((await stream.next()).value as LiveBar).time, barOf(at).time);
    await stream.return?.();
  });

  it("refuse options that are none", () => {
    const { parse } = plain;
    for (const [url, given, message] of [
      ["http://x", { parse }, 'Expected url to be a URL such as "wss://...", was "http://x"'],
      ["ws://x", {}, "Expected parse to be a function, was undefined"],
      ["ws://x", { parse, attempts: 0 }, "Expected attempts to be a whole number of at least 1, was 0"],
      ["ws://x", { parse, silence: -1 }, "Expected silence to be milliseconds from 1 to 3600000, was -1"],
    ] as const)
      assert.throws(() => webSocketBars(url, given as WebSocketOptions), { code: "INVALID_OPTION", message });
    assert.throws(() => webSocketBars("ws://x", { parse, attemps: 1 } as never), { code: "UNKNOWN_OPTION" });
  });
});
