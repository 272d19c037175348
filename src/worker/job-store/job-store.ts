import { crc32, piecesOf } from '../../core/files/crc32.ts';
import { readReplaced, removeReplaced, replaceJson } from '../../packs/import/write/replace.ts';
import type { JobFolder } from './folder.ts';
import {
  parseRecord,
  VERSION,
  type DoneJob,
  type Job,
  type JobFile,
  type JobRecord,
} from './record.ts';

/** A file to be stored. */
export interface NamedBlob {
  name: string;
  blob: Blob;
}

const recordName = (id: number) => `${id}.json`;
const inputName = (id: number, name: string) => `${id}.in.${name}`;
const outputName = (id: number, name: string) => `${id}.out.${name}`;

/** The id in a file's name. Null for a file of something else. */
const idIn = (name: string): number | null => {
  const [, id] = /^(\d+)\.(?:json$|json\.new$|in\.|out\.)/.exec(name) ?? [];
  return id === undefined ? null : Number(id);
};

/** Names of the files that belong to a record. */
const filesOf = ({ id, inputs, end }: JobRecord): string[] => [
  ...inputs.map(({ name }) => inputName(id, name)),
  ...(end?.state === 'done' ? end.outputs.map(({ name }) => outputName(id, name)) : []),
];

/**
 * The jobs of the queue with their input and output files. Each job has a record of its own. A record is written after the
 * files that it lists, and replaced in one step. So a kill at any moment leaves the record before or after a change,
 * never a record without its files. A folder must have only one open store.
 */
export class JobStore {
  readonly #folder: JobFolder;
  #lastId: number;
  /** Settles when no change is in progress. Changes are made one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(folder: JobFolder, lastId: number) {
    this.#folder = folder;
    this.#lastId = lastId;
  }

  /** Opens the store, and removes what kills have left: files that no record lists, and torn records. */
  static async open(folder: JobFolder): Promise<{ store: JobStore; records: JobRecord[] }> {
    const names = await folder.names();
    const ids = new Set(names.map(idIn).filter((id) => id !== null));
    const read = async (id: number) => {
      const record = await readReplaced(folder, recordName(id), parseRecord);
      return record?.id === id ? record : null;
    };
    const records = (await Promise.all([...ids].map(read))).filter((record) => record !== null);
    const known = new Set(records.flatMap(filesOf));
    const alive = new Set(records.map(({ id }) => id));
    for (const name of names) {
      const id = idIn(name);
      const isRecord = name.endsWith('.json') || name.endsWith('.json.new');
      const belongs = isRecord ? id !== null && alive.has(id) : known.has(name);
      if (!belongs) await folder.remove(name);
    }
    return { store: new JobStore(folder, Math.max(0, ...ids)), records };
  }

  /**
   * Stores a new job, which waits.
   * @throws DOMException `QuotaExceededError` if there is no space. Then nothing of the job is left.
   */
  add(job: Job, inputs: readonly NamedBlob[]): Promise<JobRecord> {
    return this.#inTurn(() => this.#add(job, inputs));
  }

  async #add(job: Job, inputs: readonly NamedBlob[]): Promise<JobRecord> {
    const id = ++this.#lastId;
    const record: JobRecord = { id, job, inputs: [], begun: 0, end: null };
    try {
      return await this.#writeAll(
        inputs,
        (name) => inputName(id, name),
        (files) => ({ ...record, inputs: files }),
      );
    } catch (error) {
      await removeReplaced(this.#folder, recordName(id)).catch(() => undefined);
      throw error;
    }
  }

  /** Stores the outputs of a job's run, then its end. @throws as `add`; then the record before it stays */
  finish(
    record: JobRecord,
    end: Omit<DoneJob, 'outputs'>,
    outputs: readonly NamedBlob[],
  ): Promise<JobRecord> {
    return this.#inTurn(() =>
      this.#writeAll(
        outputs,
        (name) => outputName(record.id, name),
        (files) => ({ ...record, begun: 0, end: { ...end, outputs: files } }),
      ),
    );
  }

  /** Replaces a record. Outputs that it no longer lists are removed. */
  update(before: JobRecord, after: JobRecord): Promise<void> {
    return this.#inTurn(async () => {
      await replaceJson(this.#folder, recordName(after.id), { version: VERSION, ...after });
      const kept = filesOf(after);
      for (const name of filesOf(before)) if (!kept.includes(name)) await this.#folder.remove(name);
    });
  }

  /** A photo or another input of a job. Null if it is gone, or is not what was stored. */
  input({ id, inputs }: JobRecord, name: string): Promise<Blob | null> {
    return this.#read(
      inputName(id, name),
      inputs.find((file) => file.name === name),
    );
  }

  /** An output of a job. Null if it is gone, or is not what was stored. */
  output({ id, end }: JobRecord, name: string): Promise<Blob | null> {
    const outputs = end?.state === 'done' ? end.outputs : [];
    return this.#read(
      outputName(id, name),
      outputs.find((file) => file.name === name),
    );
  }

  /** Removes a job with all its files. The record goes first: files without a record are removed at the next `open`. */
  remove(record: JobRecord): Promise<void> {
    return this.#inTurn(async () => {
      await removeReplaced(this.#folder, recordName(record.id));
      for (const name of filesOf(record)) await this.#folder.remove(name);
    });
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const changed = this.#turn.then(change);
    this.#turn = changed.catch(() => undefined);
    return changed;
  }

  async #read(name: string, file: JobFile | undefined): Promise<Blob | null> {
    const blob = file ? await this.#folder.read(name) : null;
    return blob?.size === file?.bytes ? blob : null;
  }

  async #writeAll(
    files: readonly NamedBlob[],
    nameOf: (name: string) => string,
    recordOf: (files: JobFile[]) => JobRecord,
  ): Promise<JobRecord> {
    const written: JobFile[] = [];
    try {
      for (const file of files) written.push(await this.#write(nameOf(file.name), file));
      const record = recordOf(written);
      await replaceJson(this.#folder, recordName(record.id), { version: VERSION, ...record });
      return record;
    } catch (error) {
      for (const { name } of files) await this.#folder.remove(nameOf(name)).catch(() => undefined);
      throw error;
    }
  }

  /** Writes a file in pieces, so that it is never in memory as a whole. */
  async #write(path: string, { name, blob }: NamedBlob): Promise<JobFile> {
    const sink = await this.#folder.create(path);
    let crc = 0;
    try {
      for await (const piece of piecesOf(blob)) {
        crc = crc32(piece, crc);
        await sink.write(piece);
      }
    } finally {
      await sink.close();
    }
    return { name, bytes: blob.size, crc };
  }
}
