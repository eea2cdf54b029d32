import type { WorkingOrder } from "../orders/working-order";

/** Working orders that were accepted one after the other, oldest first, and the bars that none of them waits for. */
export class OrderPage {
  /** Some of them may have ended since they were looked at. */
  readonly orders: WorkingOrder[] = [];
  /** All have at least this place. */
  readonly first: number;
  /** Whether they all wait for a price: none needs to see a bar whose low is above `below` and whose high is below `above`. */
  isResting = false;
  below = Number.NEGATIVE_INFINITY;
  above = Number.POSITIVE_INFINITY;

  constructor(first: number) {
    this.first = first;
  }

  /** Whether a bar must be shown to the orders. */
  meets(low: number, high: number): boolean {
    return !this.isResting || low <= this.below || high >= this.above;
  }
}

/**
 * The working orders of one symbol in pages, so that a bar is shown only to those of which one may want it. Of many orders
 * that wait far away, one that is added costs no more than of few.
 */
export class OrderPages {
  /** Oldest first. */
  pages: OrderPage[] = [];
  // Orders in all pages, and how many of them there may be before those that have ended are taken out.
  #count = 0;
  #room = ROOM;

  /** Adds an order after all others. */
  add(order: WorkingOrder): void {
    if (this.#count >= this.#room) this.#pack();
    this.#count++;
    let page = this.pages.at(-1);
    if (page === undefined || page.orders.length >= SIZE) {
      page = new OrderPage(order.place);
      this.pages.push(page);
    }
    page.orders.push(order);
    page.isResting = false;
  }

  /** Takes an order out, because it will get another place. */
  remove(order: WorkingOrder): void {
    const { orders } = this.#pageOf(order);
    orders.splice(orders.indexOf(order), 1);
    this.#count--;
  }

  /** Has an order see the next bar, whatever its prices. */
  wake(order: WorkingOrder): void {
    this.#pageOf(order).isResting = false;
  }

  /** Has all orders see the next bar. */
  wakeAll(): void {
    for (const page of this.pages) page.isResting = false;
  }

  /** Notes that some orders that have ended were taken out of a page. */
  dropped(count: number): void {
    this.#count -= count;
  }

  #pageOf({ place }: WorkingOrder): OrderPage {
    let [low, high] = [0, this.pages.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.pages[middle].first <= place) low = middle;
      else high = middle - 1;
    }
    return this.pages[low];
  }

  // Takes out what has ended, and fills the pages again.
  #pack(): void {
    const { pages } = this;
    this.pages = [];
    this.#count = 0;
    this.#room = Number.POSITIVE_INFINITY;
    for (const { orders, isResting } of pages)
      for (const order of orders) {
        if (!order.open) continue;
        const isNew = this.#isFull();
        const wasResting = !isNew && this.pages[this.pages.length - 1].isResting;
        this.add(order);
        const page = this.pages[this.pages.length - 1];
        page.isResting = isResting && (isNew || wasResting);
        page.below = order.met ? Math.max(page.below, order.waiting.below) : Number.POSITIVE_INFINITY;
        page.above = Math.min(page.above, order.waiting.above);
      }
    this.#room = Math.max(ROOM, 2 * this.#count);
  }

  #isFull(): boolean {
    return (this.pages.at(-1)?.orders.length ?? SIZE) >= SIZE;
  }
}

// Few enough to look at each, and so many that pages are few.
const SIZE = 64;
const ROOM = 4 * SIZE;
