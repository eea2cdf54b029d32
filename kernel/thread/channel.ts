import type { MessagePort } from "node:worker_threads";
import type { Connection } from "./connection";
import type { ExecuteReply, ExecuteRequest } from "./execution";

// What the two threads of a kernel say to each other. The main thread compiles and runs cells; the other one speaks with
// the front ends, so that it can answer, and interrupt, while a cell keeps the first one busy.

/** A question about code, answered beside the cell that runs. */
export type Question =
  | { readonly type: "complete_request"; readonly code: string; readonly cursor: number }
  | { readonly type: "inspect_request"; readonly code: string; readonly cursor: number }
  | { readonly type: "is_complete_request"; readonly code: string };

/** What the thread of the sockets tells that of the cells. */
export type ToCells =
  | { readonly kind: "execute"; readonly id: number; readonly request: ExecuteRequest }
  | { readonly kind: "ask"; readonly id: number; readonly question: Question }
  | { readonly kind: "interrupt"; readonly id: number | undefined }
  | { readonly kind: "ping" }
  | { readonly kind: "shutdown" }
  | { readonly kind: "gone" };

/** What the thread of the cells tells that of the sockets. */
export type ToSockets =
  | { readonly kind: "ready" }
  /** `content` is JSON already. */
  | { readonly kind: "publish"; readonly id: number; readonly type: string; readonly content: string }
  | { readonly kind: "executed"; readonly id: number; readonly reply: ExecuteReply }
  | { readonly kind: "answer"; readonly id: number; readonly content: object }
  /** An interrupt or a ping has reached it. */
  | { readonly kind: "heard" }
  | { readonly kind: "terminate" }
  | { readonly kind: "closed" };

/** One place on the main thread's stack, counted from 1. */
export interface StackPlace {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What the thread of the sockets is started with. */
export interface SocketsData {
  readonly connection: Connection;
  /** Where the flags stand that both threads see. */
  readonly flags: Int32Array<SharedArrayBuffer>;
  /** Takes where the cells stand when they are about to be broken, the innermost place first. */
  readonly stands: MessagePort;
  /** Bytes that the heap of the cells may take. */
  readonly heapLimit: number;
  readonly version: string;
  readonly typescript: string;
}
