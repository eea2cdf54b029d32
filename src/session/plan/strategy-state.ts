import { listText } from "../../core/short-text";
import {
  isFunctionText,
  isOrigin,
  isUnread,
  nameOfPath,
  type Reach,
  type Reached,
  type Root,
  reachOf,
} from "../../strategy/reach/reach";
import { insteadOf } from "../../strategy/reach/world/worldly";
import { textChange } from "./differences";
import { KeptValues } from "./kept-values";
import { beforeRun } from "./over-run";

// Most values that are read again whenever a session comes to rest. It takes some milliseconds.
const MOST_AGAIN = 20_000;

/** A value that a strategy has changed while it ran, as it is now. */
export interface Left {
  readonly name: string;
  /** What tells the variable from others of the same name. */
  readonly keys: readonly string[];
  readonly path: string;
  readonly text: string;
}

/**
 * What a strategy reaches outside itself, as it was when its session was created and when the session last came to
 * rest. Tells what the session changed itself from what others did: a cell that declares a variable anew, or another
 * session.
 */
export class StrategyState {
  readonly #roots: readonly Root[];
  #created: Reached | undefined;
  // What steps that were run again in vain have left, and the strategy that took them.
  #left: Reached | undefined;
  #inVain: StrategyState | undefined;
  #rest: Reached | undefined;
  #isLost = false;
  #rests = 0;
  // What others changed while the session ran or rested.
  readonly #foreign = new Set<string>();
  #keys: ReadonlySet<string> | undefined;

  /** `created`: what was reached when the session was created; absent for a session that is never found again. */
  constructor(roots: readonly Root[], created?: Reached) {
    this.#roots = roots;
    this.#created = created;
  }

  /** Whether its session has a name, by which a cell finds it again. */
  get isNamed(): boolean {
    return this.#created !== undefined;
  }

  /** A number that is higher the later the session came to rest, over all sessions. 0 if it never did. */
  get rests(): number {
    return this.#rests;
  }

  /** Notes that the session comes to rest now. */
  comeToRest(): void {
    this.#rests = ++rests;
    if (this.#isLost) return;
    this.#rest = this.#now();
    this.#left = undefined;
  }

  /**
   * The state is gone, and what is there now is not the session's. It still has to be made again. `inVain`: the strategy
   * that took its steps again, if it did not come to the same.
   */
  lose(inVain?: StrategyState): void {
    this.#isLost = true;
    this.#inVain = inVain ?? this.#inVain;
  }

  /** What is there now belongs to the session. */
  regain(): void {
    this.#isLost = false;
    this.#inVain = undefined;
    this.#left = undefined;
  }

  /** The strategies that have changed what is outside themselves for its session, the last one first. */
  get changers(): readonly StrategyState[] {
    return this.#inVain === undefined || this.#inVain === this ? [this] : [this.#inVain, this];
  }

  /** Says which sources of chance and time it uses, such as `Math.random`, and what to use instead. */
  get chanceAdvice(): string | undefined {
    const names = [...(this.#created ?? this.#now()).chances];
    if (names.length === 0) return undefined;
    const differ = names.length === 1 ? "differs" : "differ";
    return `It uses ${listText(names)}, which ${differ} from run to run. ${insteadOf(names)}`;
  }

  /** The names of what cannot be read and another strategy reaches too, with what tells each from others. */
  hiddenWith(other: StrategyState | undefined): { readonly name: string; readonly key: string }[] {
    if (other === undefined) return [];
    const theirs = new Set(other.#hidden.map(({ key }) => key));
    return this.#hidden.filter(({ key }) => theirs.has(key));
  }

  get #hidden(): { readonly name: string; readonly key: string }[] {
    const { reach = {}, objects = {} } = this.#created ?? {};
    return Object.entries(objects)
      .filter(([path]) => isUnread(reach[path] ?? ""))
      .map(([path, number]) => ({ name: nameOfPath(path), key: `object ${number}` }));
  }

  /** The names of the data that is not as it was when the session was created. */
  get changedNames(): string[] {
    const created = this.#created;
    const isRead = ({ now = "", was = "" }: Change) => isData(now) && isData(was);
    if (created === undefined) return [];
    return [
      ...new Set(
        changes(this.#now(), created)
          .filter(isRead)
          .map(({ path }) => nameOfPath(path)),
      ),
    ];
  }

  /** Says what has changed since the session was created, as far as it can be read. */
  sinceCreated(): string[] {
    const created = this.#created;
    const isRead = ({ now = "", was = "" }: Change) => !isUnread(now) && !isUnread(was);
    return created === undefined ? [] : changes(this.#now(), created).filter(isRead).map(textOfChange);
  }

  /** Says what has changed since the session came to rest, though it did nothing. */
  sinceRest(): string[] {
    const rest = this.#rest;
    return rest === undefined ? [] : changes(this.#now(), rest).map(textOfChange);
  }

  /** Whether all that has changed since the session came to rest is other objects that cannot be read. */
  get onlyUnreadSinceRest(): boolean {
    const rest = this.#rest;
    return rest === undefined || changes(this.#now(), rest).every(({ now, was }) => now === was);
  }

  /**
   * Keeps what is there now. Returns a function that puts it back if it may, and returns the names of what is not as it
   * was, or may not be: variables in closures, and what cannot be read.
   */
  keep(): (isAllowed: boolean) => string[] {
    const kept = new KeptValues();
    const was = reachOf(this.#roots, MOST_AGAIN, (value) => kept.add(value));
    for (const name of cellNamesOf(was)) kept.addVariable(name);
    return (isAllowed) => {
      if (isAllowed) kept.putBack();
      const now = this.#now();
      this.#left = now;
      this.#rests = ++rests;
      const isHidden = (path: string) => isUnread(now.reach[path]) && path in now.objects;
      const paths = [...changes(now, was).map(({ path }) => path), ...Object.keys(now.reach).filter(isHidden)];
      return [...new Set(paths.map(nameOfPath))];
    };
  }

  /** Whether others have changed what it reads into something that it was not created with. */
  get isMadeOtherwise(): boolean {
    const [rest, created] = [this.#rest, this.#created];
    if (rest === undefined || created === undefined) return false;
    return changes(this.#now(), rest).some(({ path, now }) => now !== created.reach[path]);
  }

  /** Lets what has changed since the session came to rest count as changed by others. */
  blameOthers(): void {
    if (this.#rest !== undefined) for (const { path } of changes(this.#now(), this.#rest)) this.#foreign.add(path);
    this.regain();
  }

  /**
   * Whether everything is now as it was when a session was created, so that it can begin anew. If so, it begins with the
   * functions that are there now: their variables are others, though they have the same values.
   */
  canBeginAnew(session: StrategyState): boolean {
    const [own, created] = [this.#created, session.#created];
    if (own === undefined || created === undefined) return false;
    const now = reachOf(this.#roots);
    const isAsCreated = changes(now, own).length === 0 && haveSameTexts(now.reach, created.reach);
    if (isAsCreated) {
      // Others may still be known by the variables that it had.
      const before = this.#variables;
      this.#created = now;
      this.#keys = undefined;
      this.#keys = new Set([...before, ...this.#variables]);
    }
    return isAsCreated;
  }

  /**
   * Undoes what the session has changed itself in what another strategy reached when its cell was run: in each form of
   * an identity. Empty if the session never ran.
   */
  beforeRun(strategy: StrategyState, created: Reach, isRunning: boolean): Reach[] {
    const then = isRunning ? this.#now() : this.#rest;
    const given = strategy.#created;
    if (then === undefined || given === undefined) return [];
    // The session may have taken steps since then.
    const seen = formsOf(isRunning ? strategy.#now() : given);
    const rests = formsOf(then);
    return formsOf(given).map((now, form) => beforeRun(now, created, rests[form], this.#foreign, seen[form]));
  }

  /** What the session has changed so far. */
  left(isRunning: boolean): Left[] {
    const [created, then] = [this.#created, this.#left ?? (isRunning ? this.#now() : this.#rest)];
    if (created === undefined || then === undefined) return [];
    const isOwn = ({ path, now, was }: Change) =>
      now !== undefined && was !== undefined && now !== was && isData(now) && !this.#foreign.has(path);
    return changes(then, created)
      .filter(isOwn)
      .map(({ path, now = "" }) => ({ name: nameOfPath(path), keys: keysOf(path, then), path, text: now }));
  }

  /** Those of some changes that are in variables which this strategy reads too. */
  shared(left: readonly Left[]): Left[] {
    return left.filter(({ keys }) => keys.some((key) => this.#variables.has(key)));
  }

  /** Whether it reads a variable that another strategy reads too. */
  readsWith(other: StrategyState | undefined): boolean {
    if (other === undefined) return false;
    for (const variable of this.#variables) if (other.#variables.has(variable)) return true;
    return false;
  }

  /** Whether it reads a path as another session left it, and was not created with that. */
  hasAsLeft({ path, text }: Left): boolean {
    return this.#created?.reach[path] === text;
  }

  /** Whether it reads variables of cells under some names. */
  readsOfCells(names: readonly string[]): boolean {
    const read = cellNamesOf(this.#created ?? this.#now());
    return names.some((name) => read.has(name));
  }

  // Those with data. Unnamed sessions do not know theirs.
  get #variables(): ReadonlySet<string> {
    const created = this.#created;
    if (created === undefined) return none;
    this.#keys ??= new Set(
      Object.entries(created.reach).flatMap(([path, text]) => (isData(text) ? keysOf(path, created) : [])),
    );
    return this.#keys;
  }

  #now(): Reached {
    return reachOf(this.#roots, MOST_AGAIN);
  }
}

const none: ReadonlySet<string> = new Set();
let rests = 0;

function isData(text: string): boolean {
  return !isUnread(text) && !isFunctionText(text) && !isOrigin(text);
}

interface Change {
  readonly path: string;
  readonly now: string | undefined;
  readonly was: string | undefined;
}

// An object that cannot be read has changed if it is another one.
function changes(now: Reached, was: Reached): Change[] {
  const paths = [...new Set([...Object.keys(now.reach), ...Object.keys(was.reach)])];
  const isOther = (path: string) =>
    now.reach[path] !== was.reach[path] || (isUnread(now.reach[path]) && now.objects[path] !== was.objects[path]);
  return paths.filter(isOther).map((path) => ({ path, now: now.reach[path], was: was.reach[path] }));
}

function textOfChange({ path, now, was }: Change): string {
  const name = nameOfPath(path);
  if (now === undefined || was === undefined) return `${name}: ${now === undefined ? "gone" : "new"}`;
  return isUnread(now) && isUnread(was) ? `${name}: another one` : textChange(name, now, was);
}

function haveSameTexts(one: Reach, other: Reach): boolean {
  const paths = Object.keys(one);
  return paths.length === Object.keys(other).length && paths.every((path) => one[path] === other[path]);
}

// In the order of those of an identity.
function formsOf({ reach, asWritten, asCompiled }: Reached): readonly Reach[] {
  return [reach, asWritten, asCompiled];
}

// A variable is one of a notebook's cells, or one that a certain function reads from its closure.
function keysOf(path: string, reached: Reached): string[] {
  const end = path.lastIndexOf(between);
  if (end < 0) return [];
  const name = firstName(path.slice(end + between.length));
  const ofFunction = `${reached.objects[path.slice(0, end)]} ${name}`;
  return cellNamesOf(reached).has(name) ? [ofFunction, `cells ${name}`] : [ofFunction];
}

const between = " > ";

function firstName(part: string): string {
  return /^[^.[]*/.exec(part)?.[0] ?? "";
}

const cellNames = new WeakMap<Reached, ReadonlySet<string>>();

// A kernel compiles the variables of cells to members of `exports`.
function cellNamesOf(reached: Reached): ReadonlySet<string> {
  const known = cellNames.get(reached);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const [path, text] of Object.entries(reached.asCompiled)) {
    if (isOrigin(text) && !text.startsWith("as ")) continue;
    for (const part of path.split(between)) {
      const name = /^exports\.([\w$]+)/.exec(part)?.[1];
      if (name !== undefined) names.add(name);
    }
  }
  cellNames.set(reached, names);
  return names;
}
