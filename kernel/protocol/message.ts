import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** The header of a message, received or sent. */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** A received message of Jupyter's messaging protocol. */
export interface Message {
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly content: Readonly<Record<string, unknown>>;
}

/** The version of the protocol. */
export const protocolVersion = "5.3";

const delimiter = Buffer.from("<IDS|MSG>");

/** Signs and reads messages with the key of a connection. With an empty key nothing is signed. */
export class MessageFormat {
  readonly #key: string;
  readonly #session = randomUUID();

  constructor(key: string) {
    this.#key = key;
  }

  /** Reads a message. Throws an error that says what is wrong with it. */
  read(frames: readonly Buffer[]): Message {
    const at = frames.findIndex((frame) => frame.equals(delimiter));
    if (at < 0 || frames.length < at + 6)
      throw new Error(`expected a message of at least 6 parts, was ${frames.length}`);
    const parts = frames.slice(at + 2);
    if (!this.#isSigned(parts, frames[at + 1])) throw new Error("expected the signature of this connection's key");
    const [header, , , content] = parts.slice(0, 4).map((part) => JSON.parse(part.toString()));
    if (typeof header?.msg_type !== "string" || typeof header.msg_id !== "string") {
      throw new Error("expected a header with msg_type and msg_id");
    }
    if (typeof content !== "object" || content === null) throw new Error("expected content to be an object");
    return { identities: frames.slice(0, at), header, content };
  }

  /** Writes a message. `content` is JSON. */
  write(
    prefix: readonly (Buffer | string)[],
    type: string,
    content: string,
    parent: Header | undefined,
  ): (Buffer | string)[] {
    const header: Header = {
      msg_id: randomUUID(),
      msg_type: type,
      session: this.#session,
      username: "kernel",
      date: new Date().toISOString(),
      version: protocolVersion,
    };
    const parts = [JSON.stringify(header), parent === undefined ? "{}" : JSON.stringify(parent), "{}", content];
    return [...prefix, delimiter, this.#signatureOf(parts), ...parts];
  }

  #isSigned(parts: readonly Buffer[], signature: Buffer): boolean {
    if (this.#key === "") return true;
    const wanted = Buffer.from(this.#signatureOf(parts));
    return wanted.length === signature.length && timingSafeEqual(wanted, signature);
  }

  #signatureOf(parts: readonly (Buffer | string)[]): string {
    if (this.#key === "") return "";
    const hash = createHmac("sha256", this.#key);
    for (const part of parts) hash.update(part);
    return hash.digest("hex");
  }
}
