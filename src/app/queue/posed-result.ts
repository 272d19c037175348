import type { NamedBlob } from '../../worker/job-store/job-store.ts';
import type { Result } from '../state.ts';
import { pack, unpack } from './packed.ts';

/** What the page shows of posed views, beside the files of a run. */
type PosedResult = Pick<Result, 'posedViews' | 'comparison'>;

/** Name of the stored data. Their pictures have this name and a number. */
const POSED = 'shown-posed';

/** What is stored of posed views and their comparison. Empty for a run from a photo. */
export function storedPosed({ posedViews, comparison }: PosedResult): NamedBlob[] {
  if (!posedViews) return [];
  const { text, blobs } = pack({ posedViews, comparison } satisfies PosedResult);
  return [
    { name: POSED, blob: new Blob([text]) },
    ...blobs.map((blob, i) => ({ name: `${POSED}-${i}`, blob })),
  ];
}

/** The posed views and their comparison from stored files, as `storedPosed` gave them. */
export async function posedIn(files: ReadonlyMap<string, Blob>): Promise<PosedResult> {
  const data = files.get(POSED);
  if (!data) return {};
  const blobOf = (index: number) => {
    const blob = files.get(`${POSED}-${index}`);
    if (!blob) throw new Error(`The picture ${index} of posed views was not stored.`);
    return blob;
  };
  return unpack(await data.text(), blobOf) as PosedResult;
}
