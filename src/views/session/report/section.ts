import type { PageSection } from "../../../output/pages/page";
import type { SessionCore } from "../../../session/core";

/** A part of the report of a session. Nothing is shown if it has nothing to say. */
export interface ReportSection {
  readonly heading: string;
  contents(core: SessionCore): Omit<PageSection, "heading"> | undefined;
}
