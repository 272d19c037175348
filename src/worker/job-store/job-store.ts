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
  type KeptEntry,
} from './record.ts';

/** A file to be stored. */
export interface NamedBlob {
  name: string;
  blob: Blob;
}

const recordName = (id: number) => `${id}.json`;
const inputName = (id: number, name: string) => `${id}.in.${name}`;
const outputName = (id: number, name: string) => `${id}.out.${name}`;
const stageName = (id: number, stage: string) => `${id}.stage.${stage}`;

/** The id in a file's name. Null for a file of something else. */
const idIn = (name: string): number | null => {
  const [, id] = /^(\d+)\.(?:json$|json\.new$|in\.|out\.|stage\.)/.exec(name) ?? [];
  return id === undefined ? null : Number(id);
};

/** Names of the files that belong to a record. A stage's file may belong to several records. */
const filesOf = ({ id, inputs, end, kept }: JobRecord): string[] => [
  ...inputs.map(({ name }) => inputName(id, name)),
  ...(end?.state === 'done' ? end.outputs.map(({ name }) => outputName(id, name)) : []),
  ...(kept?.stages.map(({ name }) => name) ?? []),
];

/**
 * The jobs of the queue, or the runs of the history, with their files. Each job has a record of its own. A record is written after the
 * files that it lists, and replaced in one step. So a kill at any moment leaves the record before or after a change,
 * never a record without its files. A folder must have only one open store.
 */
export class JobStore {
  readonly #folder: JobFolder;
  #lastId: number;
  readonly #records: Map<number, JobRecord>;
  /** Settles when no change is in progress. Changes are made one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(folder: JobFolder, lastId: number, records: readonly JobRecord[]) {
    this.#folder = folder;
    this.#lastId = lastId;
    this.#records = new Map(records.map((record) => [record.id, record]));
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
    return { store: new JobStore(folder, Math.max(0, ...ids), records), records };
  }

  /**
   * Stores a new job, which waits. With `kept`, it is a run of the history that has begun.
   * @throws DOMException `QuotaExceededError` if there is no space. Then nothing of the job is left.
   */
  add(job: Job, inputs: readonly NamedBlob[], kept?: KeptEntry): Promise<JobRecord> {
    return this.#inTurn(() => this.#add(job, inputs, kept));
  }

  async #add(job: Job, inputs: readonly NamedBlob[], kept?: KeptEntry): Promise<JobRecord> {
    const id = ++this.#lastId;
    const record: JobRecord = {
      ...{ id, job, inputs: [], begun: kept ? 1 : 0, end: null },
      ...(kept && { kept }),
    };
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

  /**
   * Stores the output of a stage of a kept run. Then a crash of the same run counts as its first.
   * @throws as `add`; then the record before it stays
   */
  addStage(record: JobRecord, kept: KeptEntry, stage: string, blob: Blob): Promise<JobRecord> {
    const name = stageName(record.id, stage);
    return this.#inTurn(() =>
      this.#writeAll(
        [{ name, blob }],
        (same) => same,
        (files) => ({
          ...record,
          begun: 1,
          kept: {
            ...kept,
            stages: [...kept.stages.filter((file) => file.name !== name), ...files],
          },
        }),
        // Stages are stored while the run computes, and nobody asks for their CRC.
        false,
      ),
    );
  }

  /** Replaces a record. Files that it no longer lists are removed. */
  update(before: JobRecord, after: JobRecord): Promise<void> {
    return this.#inTurn(async () => {
      await this.#replace(after);
      await this.#removeUnlisted(filesOf(before));
    });
  }

  /** The output of a stage, packed. Null if it is gone, or is not what was stored. */
  stage(file: JobFile): Promise<Blob | null> {
    return this.#read(file.name, file);
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
      this.#records.delete(record.id);
      await this.#removeUnlisted(filesOf(record));
    });
  }

  /** Removes those of the files that no record lists. */
  async #removeUnlisted(names: readonly string[]): Promise<void> {
    const listed = new Set([...this.#records.values()].flatMap(filesOf));
    for (const name of names) if (!listed.has(name)) await this.#folder.remove(name);
  }

  async #replace(record: JobRecord): Promise<void> {
    await replaceJson(this.#folder, recordName(record.id), { version: VERSION, ...record });
    this.#records.set(record.id, record);
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
    checked = true,
  ): Promise<JobRecord> {
    const written: JobFile[] = [];
    try {
      for (const file of files) written.push(await this.#write(nameOf(file.name), file, checked));
      const record = recordOf(written);
      await this.#replace(record);
      return record;
    } catch (error) {
      await this.#removeUnlisted(files.map(({ name }) => nameOf(name))).catch(() => undefined);
      throw error;
    }
  }

  /** Writes a file in pieces, so that it is never in memory as a whole. @param checked whether its CRC is computed */
  async #write(path: string, { name, blob }: NamedBlob, checked: boolean): Promise<JobFile> {
    const sink = await this.#folder.create(path);
    let crc = 0;
    try {
      for await (const piece of piecesOf(blob)) {
        if (checked) crc = crc32(piece, crc);
        await sink.write(piece);
      }
    } finally {
      await sink.close();
    }
    return { name, bytes: blob.size, crc: checked ? crc : null };
  }
}
