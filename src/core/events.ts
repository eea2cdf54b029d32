import type { Fill } from "./fill";
import type { Order } from "./order";

/** What every event has: its number within the session (from 1) and the time of the step it belongs to. */
interface EventBase {
  readonly sequence: number;
  readonly time: number;
}

/**
 * One thing that happened in a session. `order` is the broker's own record of the order: its status goes on changing
 * after the event, while the event's kind, time and reason do not.
 */
export type SessionEvent =
  | (EventBase & { readonly kind: "orderAccepted"; readonly order: Order })
  | (EventBase & { readonly kind: "orderDenied"; readonly order: Order; readonly reason: string })
  | (EventBase & { readonly kind: "fill"; readonly order: Order; readonly fill: Fill })
  | (EventBase & { readonly kind: "orderCanceled"; readonly order: Order; readonly reason: string })
  | (EventBase & { readonly kind: "orderExpired"; readonly order: Order; readonly reason: string })
  | (EventBase & { readonly kind: "orderRejected"; readonly order: Order; readonly reason: string })
  | (EventBase & { readonly kind: "log"; readonly text: string });
