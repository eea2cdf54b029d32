// The last two digits of a number, as text.
const tails = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));

/**
 * Returns a function that gives the id of an order by its number, `order-7` for 7. The text of a hundred numbers in a row
 * begins alike and is made once: text of each would be a tenth of all that an order costs.
 */
export function orderIds(): (number: number) => string {
  let hundreds = 0;
  let head = "";
  return (number) => {
    if (number < 100) return `order-${number}`;
    const now = Math.floor(number / 100);
    if (now !== hundreds) {
      hundreds = now;
      head = `order-${now}`;
    }
    return head + tails[number % 100];
  };
}
