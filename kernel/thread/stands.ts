import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { StackPlace } from "./channel";

/**
 * Returns the newest stack that another thread has seen of this one, and forgets it. Reads synchronously, because code
 * that was broken off returns here without a turn of the event loop.
 */
export function newestStand(port: MessagePort): readonly StackPlace[] {
  let newest: readonly StackPlace[] = [];
  for (let found = receiveMessageOnPort(port); found !== undefined; found = receiveMessageOnPort(port)) {
    newest = found.message;
  }
  return newest;
}
