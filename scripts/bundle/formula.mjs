// The parser of mathjs alone: loading all of mathjs takes half a second.
import { create, parseDependencies } from "mathjs/number";

export const { parse } = create(parseDependencies);
