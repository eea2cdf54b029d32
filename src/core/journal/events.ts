import type { Fill } from "../orders/fill";
import type { Order } from "../orders/order";

/** The kinds of events, in the order of their codes. */
export const eventKinds = [
  "orderAccepted",
  "orderDenied",
  "fill",
  "orderCanceled",
  "orderExpired",
  "orderRejected",
  "log",
] as const;

/** One of the kinds of events. */
export type EventKind = (typeof eventKinds)[number];

/** What every event has: its number within the session (from 1) and the time of the step it belongs to. */
interface EventBase {
  readonly sequence: number;
  readonly time: number;
}

/** One thing that happened in a session. `order` is the order as it stood when the event was read. */
export type SessionEvent =
  | (EventBase & { readonly kind: "orderAccepted"; readonly order: Order })
  | (EventBase & { readonly kind: "orderDenied"; readonly order: Order; readonly reason: string })
  | (EventBase & { readonly kind: "fill"; readonly fill: Fill })
  | (EventBase & { readonly kind: "orderCanceled"; readonly order: Order; readonly reason: string })
  | (EventBase & { readonly kind: "orderExpired"; readonly order: Order; readonly reason: string })
  | (EventBase & { readonly kind: "orderRejected"; readonly order: Order; readonly reason: string })
  | (EventBase & { readonly kind: "log"; readonly text: string });
