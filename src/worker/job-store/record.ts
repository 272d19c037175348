import type { WireError } from '../../core/errors.ts';
import type { LossReport, Notice, RequestedSettings, RunSummary } from '../protocol.ts';

/** One photo to run. */
export interface PhotoJob {
  kind: 'photo';
  /** Path of the file in what was dropped, with `/` between folders. */
  path: string;
  packId: string;
  settings: RequestedSettings;
}

/** What a job of the queue runs. Each kind has its own inputs. */
export type Job = PhotoJob;

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
  /** Where the run loses. An infinite PSNR is stored as null. Absent: it was not measured. */
  losses?: LossReport;
  outputs: JobFile[];
}

/** How a job ended. */
export type JobEnd = DoneJob | { state: 'failed'; error: WireError } | { state: 'cancelled' };

/** What is kept of a job, beside its files. */
export interface JobRecord {
  /** Increases from job to job. */
  id: number;
  job: Job;
  inputs: JobFile[];
  /** How many of its runs have begun and not ended. After a crash of the tab it is not 0. */
  begun: number;
  /** Null: the job waits. */
  end: JobEnd | null;
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

const isJob = (value: unknown): value is Job =>
  isObject(value) &&
  value.kind === 'photo' &&
  typeof value.path === 'string' &&
  typeof value.packId === 'string' &&
  isObject(value.settings);

/** Reads a record. Null if it is not one of this version. */
export function parseRecord(json: unknown): JobRecord | null {
  if (!isObject(json) || json.version !== VERSION) return null;
  const { id, job, inputs, begun, end } = json;
  if (typeof id !== 'number' || typeof begun !== 'number') return null;
  if (!isJob(job) || !areFiles(inputs) || !isEnd(end)) return null;
  return { id, job, inputs, begun, end };
}
