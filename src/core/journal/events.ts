import type { AppliedAction } from "../market/corporate-action";
import type { Fill } from "../orders/fill";
import type { Order } from "../orders/order";
import type { ChangedTerms } from "../orders/order-change";
import type { TradingState } from "../orders/trading-state";
import type { CashEntry } from "./cash-entry";
import type { MarginCall } from "./margin-call";

/** What an event of each kind is about. The order gives the kinds their codes, so add a new kind at the end. */
export const eventSubjects = {
  orderAccepted: "order",
  orderDenied: "order",
  fill: "fill",
  orderCanceled: "order",
  orderExpired: "order",
  orderRejected: "order",
  log: "line",
  tradingState: "state",
  orderChanged: "change",
  orderChangeDenied: "change",
  cash: "cash",
  marginCall: "margin",
  corporateAction: "action",
} as const;

/** One of the kinds of events. */
export type EventKind = keyof typeof eventSubjects;

/** What an event can be about. */
export type EventSubject = (typeof eventSubjects)[EventKind];

/** The kinds of events, in the order of their codes. */
export const eventKinds = Object.keys(eventSubjects) as readonly EventKind[];

/** Events in order: the kind of each, and what it is about. */
export interface EventColumns {
  /** Indices of `eventKinds`. */
  readonly kind: Uint8Array;
  /** Number of the order, fill (7 of `order-7`) or cash entry, or of this event, for what has no other number. */
  readonly number: Int32Array;
  /** Epoch milliseconds UTC. */
  readonly time: Float64Array;
}

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
  | (EventBase & { readonly kind: "log"; readonly text: string })
  | (EventBase & {
      readonly kind: "tradingState";
      readonly state: TradingState;
      readonly reason: string;
      readonly rule?: string;
    })
  | (EventBase & { readonly kind: "cash"; readonly entry: CashEntry })
  | (EventBase & { readonly kind: "marginCall" } & MarginCall)
  | (EventBase & { readonly kind: "corporateAction"; readonly action: AppliedAction })
  | (EventBase & {
      readonly kind: "orderChanged" | "orderChangeDenied";
      readonly order: Order;
      /** The terms that changed, as they were after it, or that were asked for. */
      readonly terms: ChangedTerms;
      readonly reason: string;
    });
