import type { Found } from "../../feeds/source/found";

/** Returns a feed without what was found for its card alone, which decides nothing: advice on zones and currencies. */
export function withoutAdvice<Feed extends { readonly found?: Found }>(feed: Feed): Feed {
  if (feed.found === undefined) return feed;
  const { zone: _, ...found } = feed.found;
  if (found.calendar === undefined) return { ...feed, found };
  const { currencies: __, ...calendar } = found.calendar;
  return { ...feed, found: { ...found, calendar } };
}
