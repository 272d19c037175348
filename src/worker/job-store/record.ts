import type { StoredCorrections } from '../../core/corrections/stored.ts';
import type { WireError } from '../../core/errors.ts';
import type { Notice, RequestedSettings, RunSummary, SampleFiles } from '../protocol.ts';

/** What jobs of all kinds have. */
interface AnyJob {
  /** Path of the photo, or of the sample's folder, in what was dropped. With `/` between folders. */
  path: string;
  packId: string;
  settings: RequestedSettings;
  /** What the person corrected in the photo of an item of the queue. Absent: nothing. */
  corrections?: StoredCorrections;
}

/** One photo to run. */
export interface PhotoJob extends AnyJob {
  kind: 'photo';
}

/** One sample to run. Its camera file is stored with it, also if other samples share the file. */
export interface SampleJob extends AnyJob {
  kind: 'sample';
  /** Name of the sample. */
  name: string;
  camerasName: string;
  /** As in `SampleFiles`. */
  calibratedFor?: SampleFiles['calibratedFor'];
  /** Paths in what was dropped of the sample's files, by their parts. `inputs` has them in the same order. */
  paths: Record<SamplePart, string[]>;
}

/** The parts of a sample's files. */
export const SAMPLE_PARTS = [
  'cameras',
  'pictures',
  'masks',
] as const satisfies readonly (keyof SampleFiles)[];

export type SamplePart = (typeof SAMPLE_PARTS)[number];

/** What a job of the queue runs. Each kind has its own inputs. */
export type Job = PhotoJob | SampleJob;

/** A file of a job, as it was written. */
export interface JobFile {
  name: string;
  bytes: number;
  /** CRC-32 of the bytes. Null if nobody has read them yet. */
  crc: number | null;
}

/** A finished run. */
export interface DoneJob {
  state: 'done';
  summary: RunSummary;
  notices: Notice[];
  /** The keypoints; null if the pack finds none. */
  skeleton: { uv: number[]; xyz: number[]; error: number[] } | null;
  outputs: JobFile[];
}

/** How a job ended. */
export type JobEnd = DoneJob | { state: 'failed'; error: WireError } | { state: 'cancelled' };

/** What is kept of a run of the page in addition (docs/history.md). */
export interface KeptEntry {
  /** The name that the person gave. Null: the photo's. */
  title: string | null;
  /** When the run began. Milliseconds since 1970. */
  at: number;
  /** Whether the person has deleted the run, and can still undo it. */
  deleted: boolean;
  /** What the person corrected in the photo, as JSON can have it. Absent: nothing. */
  corrections?: StoredCorrections;
  /** Outputs of finished stages, in the order in which they were made. Their names are those in the folder. */
  stages: JobFile[];
}

/** What is kept of a job, beside its files. */
export interface JobRecord {
  /** Increases from job to job. */
  id: number;
  job: Job;
  inputs: JobFile[];
  /**
   * How many of its runs have begun and not ended. After a crash of the tab it is not 0. A stage that is finished and stored
   * sets it to 1.
   */
  begun: number;
  /** Null: the job waits. */
  end: JobEnd | null;
  /** Absent: an item of the queue. */
  kept?: KeptEntry;
}

/** Version of the records. Records of other versions are not read. */
export const VERSION = 1;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const areFiles = (value: unknown): value is JobFile[] =>
  Array.isArray(value) &&
  value.every(
    (file: unknown) =>
      isObject(file) &&
      typeof file.name === 'string' &&
      typeof file.bytes === 'number' &&
      (file.crc === null || typeof file.crc === 'number'),
  );

const isEnd = (value: unknown): value is JobEnd | null => {
  if (value === null) return true;
  if (!isObject(value)) return false;
  if (value.state === 'done')
    return areFiles(value.outputs) && isObject(value.summary) && Array.isArray(value.notices);
  return value.state === 'cancelled' || (value.state === 'failed' && isObject(value.error));
};

const areTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');

/** Checks what only jobs of a kind have. TypeScript reports a kind that is missing here. */
const IS_KIND: Record<Job['kind'], (job: Record<string, unknown>) => boolean> = {
  photo: () => true,
  sample: ({ name, camerasName, paths }) =>
    typeof name === 'string' &&
    typeof camerasName === 'string' &&
    isObject(paths) &&
    SAMPLE_PARTS.every((part) => areTexts(paths[part])),
};

const isKind = (kind: unknown): kind is Job['kind'] =>
  typeof kind === 'string' && Object.hasOwn(IS_KIND, kind);

const isJob = (value: unknown): value is Job =>
  isObject(value) &&
  isKind(value.kind) &&
  IS_KIND[value.kind](value) &&
  typeof value.path === 'string' &&
  typeof value.packId === 'string' &&
  isObject(value.settings) &&
  (value.corrections === undefined || isObject(value.corrections));

const isKept = (value: unknown): value is KeptEntry =>
  isObject(value) &&
  (value.title === null || typeof value.title === 'string') &&
  typeof value.at === 'number' &&
  typeof value.deleted === 'boolean' &&
  (value.corrections === undefined || isObject(value.corrections)) &&
  areFiles(value.stages);

/** Reads a record. Null if it is not one of this version. */
export function parseRecord(json: unknown): JobRecord | null {
  if (!isObject(json) || json.version !== VERSION) return null;
  const { id, job, inputs, begun, end, kept } = json;
  if (typeof id !== 'number' || typeof begun !== 'number') return null;
  if (!isJob(job) || !areFiles(inputs) || !isEnd(end)) return null;
  if (kept !== undefined && !isKept(kept)) return null;
  return { id, job, inputs, begun, end, ...(kept && { kept }) };
}
