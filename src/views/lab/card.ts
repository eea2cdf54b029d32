import { counted } from "../../core/short-text";
import type { Display } from "../../notebook/display";
import { formatValue } from "../../output/formats";
import { cardDisplay, type Pair } from "../../output/pages/cards";
import type { SessionName } from "../../session/lab-sessions";

// A card names this many sessions, the newest.
const SHOWN = 12;

/** Returns how a lab prints itself: its sessions, in the order they were made. */
export function labCard(path: string, sessions: readonly SessionName[], closed: boolean): Display {
  const shown = sessions.slice(-SHOWN);
  const before = sessions.length - shown.length;
  const pairs: Pair[] = [["Sessions", summaryOf(sessions)]];
  if (before > 0) pairs.push(["...", `${counted(before, "session")} before these: lab.sessions()`]);
  for (const { name, state } of shown) pairs.push([name, state]);
  return cardDisplay({ title: `Lab ${path}`, note: closed ? "closed" : undefined, pairs });
}

function summaryOf(sessions: readonly SessionName[]): string {
  if (sessions.length === 0) return "none";
  const counts = new Map<string, number>();
  for (const { state } of sessions) counts.set(state, (counts.get(state) ?? 0) + 1);
  const states = Array.from(counts, ([state, count]) => `${formatValue(count, "count")} ${state}`);
  return `${formatValue(sessions.length, "count")} (${states.join(", ")})`;
}
