import { shownField } from "../core/journal/difference";
import { counted } from "../core/short-text";
import type { Display } from "../notebook/display";
import { cardDisplay, type Pair } from "../output/pages/cards";
import type { Verification } from "../session/again/verification";

/** Returns how a verification prints itself. */
export function verificationCard({ session, steps, events, fingerprint, firstDifference }: Verification): Display {
  const pairs: Pair[] = [
    ["Run again", `${counted(steps, "step")}, ${counted(events, "event")}`],
    ["Fingerprint", fingerprint],
  ];
  if (firstDifference === undefined)
    return cardDisplay({ title: `Verification of ${session}`, note: "the same, bit for bit", pairs });
  const { step, event, field, stored, now } = firstDifference;
  const place = event === undefined ? `step ${step}` : `step ${step}, event ${event}`;
  pairs.push(["First difference", `${place}: ${field}`]);
  pairs.push(["Stored", shownField(field, stored)]);
  pairs.push(["Now", shownField(field, now)]);
  return cardDisplay({ title: `Verification of ${session}`, note: "not the same", pairs });
}
