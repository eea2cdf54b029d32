import type { Maker } from "../../own";
import type { RiskRule } from "../risk";
import { maxPositionWeightMaker } from "./max-position-weight";

/** The risk rules of paperlab by name: those that a stored session can be made with again. */
export const riskMakers = { maxPositionWeight: maxPositionWeightMaker } satisfies Record<string, Maker<RiskRule>>;
