import type { NamedBlob } from '../../worker/job-store/job-store.ts';
import type { Result } from '../state.ts';
import { pack, unpack } from './packed.ts';

/** What the page shows beside pictures and the files of a run. */
type ShownData = Pick<Result, 'posedViews' | 'comparison' | 'losses' | 'placed' | 'cameras'>;

/** Name of the stored data. */
const DATA = 'shown';

/**
 * What is stored of posed views, their comparison, where the run loses, where the photo lies in the subject,
 * and the views' cameras.
 */
export function storedData({
  posedViews,
  comparison,
  losses,
  placed,
  cameras,
}: ShownData): NamedBlob {
  return {
    name: DATA,
    blob: pack({ posedViews, comparison, losses, placed, cameras } satisfies ShownData),
  };
}

/** What `storedData` gave, from stored files. Results of earlier versions have none. */
export async function dataIn(files: ReadonlyMap<string, Blob>): Promise<ShownData> {
  const data = files.get(DATA);
  return data ? ((await unpack(data)) as ShownData) : {};
}
