import { clearTimeout, setTimeout } from "node:timers";
import type { Outcome } from "./commit";
import type { Packet } from "./packet";

// Milliseconds that a packet waits for those of other sessions, and the bytes that are worth a transaction at once.
const PATIENCE = 200;
const ENOUGH = 500_000;

/** How a packet is to be stored. */
export interface Urgency {
  /** Whether it continues the packet before it of the same session. If that one fails, this one fails too. */
  readonly goesOn?: boolean;
  /** Whether it can wait a little, to share a transaction with packets of other sessions. */
  readonly patient?: boolean;
  /** Whether no session of its lab runs once it is stored. */
  readonly rest?: boolean;
}

interface Waiting extends Urgency {
  readonly packet: Packet;
  readonly settle: (outcome: Outcome) => void;
}

/**
 * Puts the packets of all sessions of a database into as few transactions as possible, and keeps each session's in
 * order.
 */
export class GroupCommits {
  readonly #commit: (packets: readonly Packet[], rest: boolean) => Promise<Outcome[]>;
  // By session, why its last packet failed. Packets that continue that one fail too.
  readonly #failed = new Map<number, NonNullable<Outcome>>();
  #waiting: Waiting[] = [];
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;

  /** `commit` stores packets of different sessions in one transaction; `rest`: whether no session runs afterwards. */
  constructor(commit: (packets: readonly Packet[], rest: boolean) => Promise<Outcome[]>) {
    this.#commit = commit;
  }

  /** Takes a packet; resolves to its outcome. */
  give(packet: Packet, urgency: Urgency): Promise<Outcome> {
    return new Promise((settle) => {
      this.#waiting.push({ packet, settle, ...urgency });
      this.#bytes += packet.bytes;
      if (!urgency.patient || this.#bytes > ENOUGH) void this.flush();
      else this.#timer ??= setTimeout(() => void this.flush(), PATIENCE);
    });
  }

  /** Stores everything that waits, and what is given meanwhile. Resolves when nothing is left. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#working ??= this.#work();
    return this.#working;
  }

  async #work(): Promise<void> {
    // So that it never ends before `#working` is set.
    await undefined;
    try {
      while (this.#waiting.length > 0) await this.#commitGroup();
    } finally {
      // At once, because packets given from now on have to find it unset.
      this.#working = undefined;
    }
  }

  async #commitGroup(): Promise<void> {
    const group = this.#nextGroup();
    if (group.length === 0) return;
    const packets = group.map(({ packet }) => packet);
    const outcomes = await this.#commit(
      packets,
      group.some(({ rest }) => rest),
    );
    for (const [place, { packet, settle }] of group.entries()) {
      const outcome = outcomes[place];
      if (outcome !== undefined) this.#failed.set(packet.session, outcome);
      settle(outcome);
    }
  }

  // The first waiting packet of each session, without those that continue one that failed.
  #nextGroup(): Waiting[] {
    const group = new Map<number, Waiting>();
    const later: Waiting[] = [];
    for (const waiting of this.#waiting) {
      const { session } = waiting.packet;
      const failed = waiting.goesOn ? this.#failed.get(session) : undefined;
      if (group.has(session)) later.push(waiting);
      else if (failed !== undefined) waiting.settle(failed);
      else {
        this.#failed.delete(session);
        group.set(session, waiting);
      }
    }
    this.#waiting = later;
    this.#bytes = later.reduce((sum, { packet }) => sum + packet.bytes, 0);
    return [...group.values()];
  }
}
