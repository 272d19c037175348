/** Runs tasks one after the other. A failed task does not stop later ones. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  /** Adds a task. The returned promise settles as the task's promise does. */
  add<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
