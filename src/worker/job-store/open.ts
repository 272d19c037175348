import { MemoryJobFolder } from './memory-folder.ts';
import { JobStore } from './job-store.ts';
import { openPageFolder } from './page-folder.ts';
import type { JobRecord } from './record.ts';

/** Folders in the browser's storage: of the queue, and of the history. */
export type JobsFolder = 'queue' | 'history';

/** An open store of jobs. */
export interface OpenJobs {
  store: JobStore;
  records: JobRecord[];
  /** Whether the jobs outlive the tab. */
  kept: boolean;
}

/** Opens a store. If the browser's storage cannot be used, its jobs are in memory. */
export async function openJobs(name: JobsFolder): Promise<OpenJobs> {
  const folder = await openPageFolder(name, true);
  try {
    if (folder) return { ...(await JobStore.open(folder)), kept: true };
  } catch (error) {
    console.warn(`The folder ${name} cannot be read.`, error);
  }
  return { ...(await JobStore.open(new MemoryJobFolder())), kept: false };
}

/** Whether there are jobs of the queue in the browser's storage. */
export async function hasKeptJobs(): Promise<boolean> {
  const names = (await (await openPageFolder('queue', false))?.names()) ?? [];
  return names.some((name) => /\.json(\.new)?$/.test(name));
}
