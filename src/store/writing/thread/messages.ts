import type { MessagePort } from "node:worker_threads";
import { type ErrorCode, PaperLabError } from "../../../errors";
import type { ReadRows } from "../../rows/packed-rows";
import type { Value } from "../../sqlite/connection";
import { codeOf } from "../../sqlite/errors";
import type { Urgency } from "../group";
import type { Packet } from "../packet";

/**
 * The requests to the store thread. One message can have several, and each numbered request is answered once. `file`
 * says which database.
 */
export type Request =
  | { readonly kind: "open"; readonly file: number; readonly number: number; readonly database: DatabasePlace }
  | {
      readonly kind: "commit";
      readonly file: number;
      readonly number: number;
      readonly packet: Packet;
      readonly urgency: Urgency;
    }
  | { readonly kind: "mindLog"; readonly file: number; readonly number: number; readonly rest: boolean }
  | { readonly kind: "close"; readonly file: number; readonly number: number }
  | {
      readonly kind: "read";
      readonly database: DatabasePlace;
      /** Absent for the rows of all. */
      readonly session: number | undefined;
      readonly tables: readonly string[];
      readonly signal: Int32Array;
      readonly port: MessagePort;
    }
  | {
      readonly kind: "ask";
      readonly database: DatabasePlace;
      readonly statements: readonly Statement[];
      readonly signal: Int32Array;
      readonly port: MessagePort;
    }
  | { readonly kind: "finish"; readonly last: boolean; readonly signal: Int32Array; readonly port: MessagePort };

/** Where a database is and how it is opened. */
export interface DatabasePlace {
  /** As the caller wrote it, for messages. */
  readonly path: string;
  /** Absolute. */
  readonly file: string;
  /** What distinguishes the file from another put in its place. */
  readonly identity: string | undefined;
  /** Milliseconds to wait for another process's lock. */
  readonly busyTimeout: number;
}

/** A statement that only reads, and the values that are bound to it. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** What was read: the rows of each table or statement, or why they could not be read. */
export type ReadReply = { readonly tables: readonly ReadRows[] } | { readonly failure: Failure };

/** A request that is answered by a reply. */
export type Numbered = Exclude<Request, { kind: "finish" | "read" | "ask" }>;

/** The thread's answer to a numbered request. Several of them come in one message. */
export interface Reply {
  readonly number: number;
  readonly failure?: Failure;
}

/** A PaperLabError as plain data. An error that is handed to another thread loses its class and its code. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly cause?: { readonly code: string; readonly message: string };
}

/** Returns an error as plain data. */
export function failureOf({ code, message, cause }: PaperLabError): Failure {
  if (cause === undefined) return { code, message };
  return { code, message, cause: { code: codeOf(cause), message: String((cause as Error).message ?? cause) } };
}

/** Returns the error that plain data describe. */
export function errorOf({ code, message, cause }: Failure): PaperLabError {
  if (cause === undefined) return new PaperLabError(code, message);
  return new PaperLabError(code, message, { cause: Object.assign(new Error(cause.message), { code: cause.code }) });
}
