const [interruptedAt, compilingAt] = [0, 1];

/** What both threads see at once, also while one of them is busy. */
export class SharedFlags {
  /** Where they stand: handed to the other thread. */
  readonly memory: Int32Array<SharedArrayBuffer>;

  constructor(memory = new Int32Array(new SharedArrayBuffer(8))) {
    this.memory = memory;
  }

  /** The number of the execution that is to end; `noExecution` or `pastExecutions` where it is none of those to come. */
  get interrupted(): number {
    return this.memory[interruptedAt];
  }

  set interrupted(execution: number) {
    Atomics.store(this.memory, interruptedAt, execution);
  }

  /** Whether the compiler is at work, which comes to its end by itself. */
  get compiling(): boolean {
    return Atomics.load(this.memory, compilingAt) === 1;
  }

  set compiling(works: boolean) {
    Atomics.store(this.memory, compilingAt, works ? 1 : 0);
  }
}

/** Nothing is to end. */
export const noExecution = 0;
/** What goes on in executions that were interrupted is to end. */
export const pastExecutions = -1;
