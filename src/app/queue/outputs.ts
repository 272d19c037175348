import { AppError } from '../../core/errors.ts';
import type { JobStore, NamedBlob } from '../../worker/job-store/job-store.ts';
import type { DoneJob, JobRecord } from '../../worker/job-store/record.ts';
import type { DoneItem } from './select.ts';

/** A result that could not be stored. */
interface Held {
  files: readonly NamedBlob[];
  /** Tries again to store it. Rejects if that fails. */
  keep(): Promise<void>;
}

/** The files of items: in the browser's storage, or in memory if they could not be stored. */
export class Outputs {
  readonly #held = new Map<number, Held>();
  #jobs: JobStore | null = null;

  /** The store of the queue. @throws AppError `internal` before it is open */
  get jobs(): JobStore {
    if (!this.#jobs) throw new AppError('internal', { message: 'The queue is not open.' });
    return this.#jobs;
  }

  set jobs(jobs: JobStore | null) {
    this.#jobs = jobs;
  }

  /** Whether a result is only in memory. */
  get isHolding(): boolean {
    return this.#held.size > 0;
  }

  /** Whether the result of an item is only in memory. */
  holds(id: number): boolean {
    return this.#held.has(id);
  }

  input(item: JobRecord, name: string): Promise<Blob | null> {
    return this.jobs.input(item, name);
  }

  async output(item: JobRecord, name: string): Promise<Blob | null> {
    const held = this.#held.get(item.id);
    if (held) return held.files.find((file) => file.name === name)?.blob ?? null;
    return this.jobs.output(item, name);
  }

  /** Keeps a result in memory. Returns its item. */
  hold(
    item: JobRecord,
    end: Omit<DoneJob, 'outputs'>,
    files: readonly NamedBlob[],
    keep: () => Promise<void>,
  ): DoneItem {
    this.#held.set(item.id, { files, keep });
    // Nobody has read the bytes yet, so their CRC is not known.
    const outputs = files.map(({ name, blob }) => ({ name, bytes: blob.size, crc: null }));
    return { ...item, begun: 0, end: { ...end, outputs } };
  }

  /** Tries again to store all results that are in memory. */
  async storeHeld(): Promise<void> {
    for (const [id, { keep }] of this.#held) {
      try {
        await keep();
        this.#held.delete(id);
      } catch (error) {
        console.warn('A result of the queue could not be stored.', error);
      }
    }
  }

  forget(id: number): void {
    this.#held.delete(id);
  }
}
