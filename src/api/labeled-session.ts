import { unplainPart } from "../core/plain-data";
import { checkTags, checkText } from "../session/options/checks";
import type { DescribedOptions } from "../session/plan/config";
import { HandTrading } from "./hand-trading";

/** What tells a session apart from others: how it was made, and what its user has written about it. */
export class LabeledSession extends HandTrading {
  /** The params that its strategy runs with. */
  get params(): Readonly<Record<string, unknown>> {
    return copyOf(this.core.record.config.params);
  }

  /** The options that it was made with. Models and rules are given by name and params. */
  get options(): Readonly<DescribedOptions> {
    return copyOf(this.core.options);
  }

  /** Its tags. `tag`, `untag` and `retag` change them. */
  get tags(): readonly string[] {
    return [...this.core.record.labels.tags];
  }

  /** Its notes; an empty text if there are none. `note` changes them. */
  get notes(): string {
    return this.core.record.labels.notes ?? "";
  }

  /** Adds tags. One that it has already stays where it is. Throws INVALID_OPTION. */
  async tag(...tags: readonly string[]): Promise<void> {
    checkTags(tags);
    await this.core.relabel({ tags: [...new Set([...this.tags, ...tags])] });
  }

  /** Takes tags away. Throws INVALID_OPTION. */
  async untag(...tags: readonly string[]): Promise<void> {
    checkTags(tags);
    await this.core.relabel({ tags: this.tags.filter((one) => !tags.includes(one)) });
  }

  /** Replaces all its tags. Throws INVALID_OPTION. */
  async retag(tags: readonly string[]): Promise<void> {
    checkTags(tags);
    await this.core.relabel({ tags: [...new Set(tags)] });
  }

  /** Replaces its notes. Throws INVALID_OPTION. */
  async note(text: string): Promise<void> {
    await this.core.relabel({ notes: checkText("notes", text) });
  }
}

// Callers cannot change the session.
function copyOf<Values extends object>(values: Values): Values {
  return unplainPart(values) === undefined ? structuredClone(values) : { ...values };
}
