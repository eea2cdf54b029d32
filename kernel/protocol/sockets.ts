import { setImmediate as turn } from "node:timers/promises";
import type { Publisher, Router } from "zeromq";
import type { Connection } from "../thread/connection";

// Milliseconds that closed sockets have to send what is queued.
const lastWords = 100;

// Most bytes of a frame that is accepted. Without a key, a peer could announce a huge one.
const longestFrame = 2 ** 30;

type Frames = (Buffer | string)[];

/** Where a message came from, and where its answer goes. */
export type Channel = "shell" | "control" | "stdin";

/** The five sockets of a kernel. */
export class Sockets {
  readonly #routers: Record<Channel, Router>;
  readonly #iopub: Publisher;
  readonly #heartbeat: Router;
  readonly #queues = new Map<object, Frames[]>();
  readonly #sending = new Set<Promise<void>>();

  private constructor(zmq: typeof import("zeromq")) {
    // Nothing is dropped because somebody reads slowly.
    const options = { sendHighWaterMark: 0, linger: 1000, maxMessageSize: longestFrame };
    const router = () => new zmq.Router({ ...options, receiveHighWaterMark: 0, handover: true });
    this.#routers = { shell: router(), control: router(), stdin: router() };
    this.#iopub = new zmq.Publisher(options);
    // Not a reply socket, because malformed input breaks that for good.
    this.#heartbeat = router();
  }

  /** Binds the sockets of a connection, and passes every received message to `onMessage`. */
  static async bind(connection: Connection, onMessage: (channel: Channel, frames: Buffer[]) => void): Promise<Sockets> {
    const sockets = new Sockets(await import("zeromq"));
    const separator = connection.transport === "ipc" ? "-" : ":";
    const address = (port: number) => `${connection.transport}://${connection.ip}${separator}${port}`;
    const { shell, control, stdin } = sockets.#routers;
    await Promise.all([
      sockets.#iopub.bind(address(connection.iopub_port)),
      shell.bind(address(connection.shell_port)),
      control.bind(address(connection.control_port)),
      stdin.bind(address(connection.stdin_port)),
      sockets.#heartbeat.bind(address(connection.hb_port)),
    ]);
    for (const channel of ["shell", "control", "stdin"] as const) {
      void listen(sockets.#routers[channel], (frames) => onMessage(channel, frames));
    }
    void listen(sockets.#heartbeat, (frames) => sockets.#send(sockets.#heartbeat, frames));
    return sockets;
  }

  /** Sends an answer. */
  answer(channel: Channel, frames: Frames): void {
    this.#send(this.#routers[channel], frames);
  }

  /** Sends frames to all front ends. */
  publish(frames: Frames): void {
    this.#send(this.#iopub, frames);
  }

  /** Closes once everything was sent. A process must not exit in the normal way with open sockets. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#sending);
    for (const socket of [...Object.values(this.#routers), this.#iopub, this.#heartbeat]) socket.close();
    // Gives them time to send what is queued.
    await new Promise((resolve) => setTimeout(resolve, lastWords));
  }

  // A socket accepts one `send` at a time.
  #send(socket: Router | Publisher, frames: Frames): void {
    const queue = this.#queues.get(socket);
    if (queue !== undefined) {
      queue.push(frames);
      return;
    }
    const sending = this.#sendAll(socket, [frames]);
    this.#sending.add(sending);
    void sending.finally(() => this.#sending.delete(sending));
  }

  async #sendAll(socket: Router | Publisher, queue: Frames[]): Promise<void> {
    this.#queues.set(socket, queue);
    for (let at = 0; at < queue.length; at++) {
      try {
        await socket.send(queue[at]);
      } catch {
        // The peer is gone.
      }
      // Frees what was sent, even if the queue is never empty.
      if (at === 999) at -= queue.splice(0, 1000).length;
    }
    this.#queues.delete(socket);
  }
}

// Receiving malformed input throws. Later messages must still be received.
async function listen(socket: Router, onMessage: (frames: Buffer[]) => void): Promise<void> {
  while (!socket.closed) {
    try {
      onMessage(await socket.receive());
    } catch {
      await turn();
    }
  }
}
