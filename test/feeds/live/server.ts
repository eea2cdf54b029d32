import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

/** A WebSocket server on this machine that does what a test says. */
export class LocalServer {
  /** The connections that were made, in order. */
  readonly sockets: WebSocket[] = [];
  /** What clients sent. */
  readonly heard: string[] = [];
  #server: WebSocketServer;
  #port = 0;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    this.#follow();
  }

  /** Starts a server on a free port. `connected` is called with each connection, and its number from 0. */
  static async start(connected: (socket: WebSocket, number: number) => void = () => {}): Promise<LocalServer> {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    await once(server, "listening");
    const local = new LocalServer(server);
    local.#port = (server.address() as AddressInfo).port;
    local.#connected = connected;
    return local;
  }

  /** Where it is. */
  get url(): string {
    return `ws://127.0.0.1:${this.#port}`;
  }

  /** Connections that are open. */
  get open(): number {
    return this.#server.clients.size;
  }

  /** Sends messages over the newest connection: text as it is, other values as JSON. */
  send(...messages: readonly unknown[]): void {
    const socket = this.sockets[this.sockets.length - 1];
    for (const message of messages) socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  /** Ends all connections, without a goodbye, and stops. */
  async stop(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #connected: (socket: WebSocket, number: number) => void = () => {};

  #follow(): void {
    this.#server.on("connection", (socket) => {
      socket.on("message", (data) => this.heard.push(String(data)));
      this.#connected(socket, this.sockets.push(socket) - 1);
    });
  }
}
