import type { Addition } from "./addition";
import { engineAdditions } from "./engine-additions";
import { shownAdditions } from "./shown-additions";
import { storedAdditions } from "./stored-additions";

/** One of everything that can be added to paperlab. */
export const additions: readonly Addition[] = [...engineAdditions, ...shownAdditions, ...storedAdditions];
