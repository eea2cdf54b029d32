import type { Redis } from "./packages";
import { type Build, ownBuild, ownName, type Place } from "./place";

/** Who shares a queue: a lab that sends plans, or a worker. */
export interface Member extends Build {
  readonly name: string;
  readonly threads?: number;
}

type Role = "lab" | "worker";

// Seconds after which someone who has not said that they are there is gone.
const GONE = 15;
/** Milliseconds between two times that someone says so. */
export const SAY_EVERY = 5000;

/** Says that this process shares a queue. */
export async function sayThere(redis: Redis, { prefix }: Place, role: Role, threads?: number): Promise<void> {
  const member: Member = { name: ownName(), ...ownBuild(), ...(threads !== undefined && { threads }) };
  await redis.set(`${prefix}:${role}:${member.name}`, JSON.stringify(member), "EX", GONE);
  await redis.sadd(`${prefix}:${role}s`, member.name);
}

/** Says that it does no longer. */
export async function sayGone(redis: Redis, { prefix }: Place, role: Role): Promise<void> {
  await redis.del(`${prefix}:${role}:${ownName()}`);
  await redis.srem(`${prefix}:${role}s`, ownName());
}

/** Returns the labs or workers that share a queue now. */
export async function membersThere(redis: Redis, { prefix }: Place, role: Role): Promise<Member[]> {
  const names = await redis.smembers(`${prefix}:${role}s`);
  if (names.length === 0) return [];
  const texts = await redis.mget(...names.map((name) => `${prefix}:${role}:${name}`));
  const gone = names.filter((_, at) => texts[at] === null);
  if (gone.length > 0) await redis.srem(`${prefix}:${role}s`, ...gone);
  return texts.filter((text) => text !== null).map((text) => JSON.parse(text) as Member);
}

/** Whether runs of both decide the same. */
export function isSameBuild(one: Build, other: Build): boolean {
  return one.paperlab === other.paperlab && one.v8 === other.v8;
}

/** Says of which paperlab and V8 somebody is. */
export function buildText({ paperlab, v8 }: Build): string {
  return `paperlab ${paperlab} on V8 ${v8}`;
}
