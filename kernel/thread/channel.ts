import type { MessagePort } from "node:worker_threads";
import type { Connection } from "./connection";
import type { ExecuteReply, ExecuteRequest } from "./execution";

// The messages between the two threads of a kernel. The main thread compiles and runs cells. The other one talks to
// the front ends, so that it can answer and interrupt while a cell keeps the main thread busy.

/** A question about code, answered while a cell may be running. */
export type Question =
  | { readonly type: "complete_request"; readonly code: string; readonly cursor: number }
  | { readonly type: "inspect_request"; readonly code: string; readonly cursor: number }
  | { readonly type: "is_complete_request"; readonly code: string };

/** Messages of the sockets' thread to the cells' thread. */
export type ToCells =
  | { readonly kind: "execute"; readonly id: number; readonly request: ExecuteRequest }
  | { readonly kind: "ask"; readonly id: number; readonly question: Question }
  /** Both are answered with their sign. */
  | { readonly kind: "interrupt"; readonly id: number | undefined; readonly sign: number }
  | { readonly kind: "ping"; readonly sign: number }
  | { readonly kind: "shutdown" }
  | { readonly kind: "gone" };

/** Messages of the cells' thread to the sockets' thread. */
export type ToSockets =
  | { readonly kind: "ready" }
  /** `content` is already JSON. */
  | { readonly kind: "publish"; readonly id: number; readonly type: string; readonly content: string }
  | { readonly kind: "executed"; readonly id: number; readonly reply: ExecuteReply }
  | { readonly kind: "answer"; readonly id: number; readonly content: object }
  /** An interrupt or a ping was received. */
  | { readonly kind: "heard"; readonly sign: number }
  | { readonly kind: "closed" };

/** One place on the main thread's stack, counted from 1. */
export interface StackPlace {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What the thread that waits for signals is started with, while a notebook runs without Jupyter. */
export interface SignalsData {
  /** The memory of the flags that both threads see. */
  readonly flags: Int32Array<SharedArrayBuffer>;
  /** Receives the stack of the cells when they are about to be broken off, innermost place first. */
  readonly stands: MessagePort;
}

/** Messages of the cells' thread to the one that waits for signals. */
export type ToSignals =
  /** The execution that runs now; `undefined` for none. */
  { readonly kind: "running"; readonly id: number | undefined } | { readonly kind: "heard"; readonly sign: number };

/** What the sockets' thread is started with. */
export interface SocketsData {
  readonly connection: Connection;
  /** The memory of the flags that both threads see. */
  readonly flags: Int32Array<SharedArrayBuffer>;
  /** Receives the stack of the cells when they are about to be broken off, innermost place first. */
  readonly stands: MessagePort;
  /** Most bytes that the heap of the cells may take. */
  readonly heapLimit: number;
  readonly version: string;
  readonly typescript: string;
}
