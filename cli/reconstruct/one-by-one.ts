import path from 'node:path';
import { OutputError } from '../output/output-error.ts';
import { sentenceOf } from '../sentence.ts';

/** One photo or one sample, and the folder for its output files. */
export interface Job {
  /** Path of the photo, or of the sample's folder. */
  source: string;
  folder: string;
}

/**
 * Does jobs one after another. If a job fails, the next ones are still done. Resolves with a sentence about each job that
 * failed.
 * @throws OutputError: the next job would meet the same
 */
export async function oneByOne<J extends Job>(
  jobs: readonly J[],
  work: (job: J) => Promise<void>,
): Promise<Map<J, string>> {
  const failures = new Map<J, string>();
  for (const job of jobs) {
    try {
      await work(job);
    } catch (error) {
      if (error instanceof OutputError) throw error;
      failures.set(job, sentenceOf(error));
    }
  }
  return failures;
}

/** The sentences about jobs that failed, with the names of their inputs. */
export const failuresText = (failures: ReadonlyMap<Job, string>): string =>
  [...failures].map(([{ source }, why]) => `${path.basename(source)}: ${why}`).join(' ');
