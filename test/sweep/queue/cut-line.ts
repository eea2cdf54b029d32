import { connect, createServer, type Server, type Socket } from "node:net";

/** A line to a Redis server that can be cut. */
export class CutLine {
  /** How many connections there were. */
  connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  /** Opens one to a server on a port of this machine. `isCut`: whether the connection of a number, from 1, is cut at once. */
  static async open(port: number, isCut: (connection: number) => boolean): Promise<CutLine> {
    const line = new CutLine(port, isCut);
    await new Promise<void>((resolve) => line.#server.listen(0, "127.0.0.1", resolve));
    return line;
  }

  private constructor(port: number, isCut: (connection: number) => boolean) {
    this.#server = createServer((near) => {
      if (isCut(++this.connections)) near.destroy();
      else this.#join(near, connect(port, "127.0.0.1"));
    });
  }

  /** The address that clients use. */
  get url(): string {
    const address = this.#server.address();
    return `redis://127.0.0.1:${typeof address === "object" && address?.port}`;
  }

  /** Ends all connections. */
  async end(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(...[near, far]: readonly [Socket, Socket]): void {
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      this.#sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
