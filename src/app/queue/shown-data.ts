import type { NamedBlob } from '../../worker/job-store/job-store.ts';
import type { Result } from '../state.ts';
import { pack, unpack } from './packed.ts';

/** What the page shows beside pictures and the files of a run. */
type ShownData = Pick<Result, 'posedViews' | 'comparison' | 'losses' | 'cameras'>;

/** Name of the stored data. Their pictures have this name and a number. */
const DATA = 'shown-data';

/** What is stored of posed views, their comparison, where the run loses, and the views' cameras. */
export function storedData({ posedViews, comparison, losses, cameras }: ShownData): NamedBlob[] {
  const { text, blobs } = pack({ posedViews, comparison, losses, cameras } satisfies ShownData);
  return [
    { name: DATA, blob: new Blob([text]) },
    ...blobs.map((blob, i) => ({ name: `${DATA}-${i}`, blob })),
  ];
}

/** What `storedData` gave, from stored files. Results of earlier versions have none. */
export async function dataIn(files: ReadonlyMap<string, Blob>): Promise<ShownData> {
  const data = files.get(DATA);
  if (!data) return {};
  const blobOf = (index: number) => {
    const blob = files.get(`${DATA}-${index}`);
    if (!blob) throw new Error(`The picture ${index} was not stored.`);
    return blob;
  };
  return unpack(await data.text(), blobOf) as ShownData;
}
