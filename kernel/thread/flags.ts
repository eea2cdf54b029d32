const [interruptedAt, compilingAt, callingAt] = [0, 1, 2];

/** Flags that both threads see at once, even while one of them is busy. */
export class SharedFlags {
  /** Their memory, which is passed to the other thread. */
  readonly memory: Int32Array<SharedArrayBuffer>;

  constructor(memory = new Int32Array(new SharedArrayBuffer(12))) {
    this.memory = memory;
  }

  /**
   * The number of the execution to end; `noExecution` for none, `pastExecutions` for what earlier ones left running.
   */
  get interrupted(): number {
    return this.memory[interruptedAt];
  }

  set interrupted(execution: number) {
    Atomics.store(this.memory, interruptedAt, execution);
  }

  /** Whether the compiler is at work. It ends by itself. */
  get compiling(): boolean {
    return Atomics.load(this.memory, compilingAt) === 1;
  }

  set compiling(works: boolean) {
    Atomics.store(this.memory, compilingAt, works ? 1 : 0);
  }

  /** Whether a step of a session or a display is at work, which may be only slow. */
  get calling(): boolean {
    return Atomics.load(this.memory, callingAt) === 1;
  }

  set calling(works: boolean) {
    Atomics.store(this.memory, callingAt, works ? 1 : 0);
  }
}

/** Nothing has to end. */
export const noExecution = 0;
/** What still runs of interrupted executions has to end. */
export const pastExecutions = -1;
