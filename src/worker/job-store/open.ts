import { MemoryJobFolder } from './memory-folder.ts';
import { JobStore } from './job-store.ts';
import { openPageFolder } from './page-folder.ts';
import type { JobRecord } from './record.ts';

/** Folder of the queue in the browser's storage. */
const QUEUE = 'queue';

/** An open store of jobs. */
export interface OpenJobs {
  store: JobStore;
  records: JobRecord[];
  /** Whether the jobs outlive the tab. */
  kept: boolean;
}

/** Opens the queue's store. If the browser's storage cannot be used, its jobs are in memory. */
export async function openJobs(): Promise<OpenJobs> {
  const folder = await openPageFolder(QUEUE, true);
  try {
    if (folder) return { ...(await JobStore.open(folder)), kept: true };
  } catch (error) {
    console.warn('The stored queue cannot be read.', error);
  }
  return { ...(await JobStore.open(new MemoryJobFolder())), kept: false };
}

/** Whether there are jobs in the browser's storage. */
export async function hasKeptJobs(): Promise<boolean> {
  const names = (await (await openPageFolder(QUEUE, false))?.names()) ?? [];
  return names.some((name) => /\.json(\.new)?$/.test(name));
}
