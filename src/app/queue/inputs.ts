import type { JobStore, NamedBlob } from '../../worker/job-store/job-store.ts';
import {
  SAMPLE_PARTS,
  type JobRecord,
  type PhotoJob,
  type SampleJob,
  type SamplePart,
} from '../../worker/job-store/record.ts';
import type { SampleFiles } from '../../worker/protocol.ts';
import { photoOfSample, type UserPhoto } from '../user-photo.ts';
import { lost } from './problem.ts';
import { nameIn } from './select.ts';

/** What comes into the queue. `path`: of the photo, or of the sample's folder, with `/` between folders. */
export type QueueEntry =
  | { kind: 'photo'; path: string; blob: Blob }
  | { kind: 'sample'; path: string; sample: SampleFiles };

/** What a job has that does not depend on the page's settings. */
type Content = Omit<PhotoJob, Chosen> | Omit<SampleJob, Chosen>;
type Chosen = 'packId' | 'settings';

/** Name of the stored photo of a job. */
const PHOTO = 'photo';

const partName = (part: SamplePart, index: number) => `${part}-${index}`;

/** Name of the stored small picture of what an item runs. */
export const PREVIEW = 'preview';

/** The picture by which the list shows an entry before it is done. */
export const firstPictureOf = (entry: QueueEntry): Blob =>
  entry.kind === 'photo' ? entry.blob : photoOfSample(entry.sample).blob;

/** What is stored of an entry: the job, and its input files. */
export function storedInputs(entry: QueueEntry): { content: Content; files: NamedBlob[] } {
  const { path } = entry;
  if (entry.kind === 'photo')
    return { content: { kind: 'photo', path }, files: [{ name: PHOTO, blob: entry.blob }] };
  const { sample } = entry;
  const { name, camerasName, calibratedFor } = sample;
  const pathsOf = (part: SamplePart) => sample[part].map((file) => file.path);
  const paths = {
    cameras: pathsOf('cameras'),
    pictures: pathsOf('pictures'),
    masks: pathsOf('masks'),
  };
  return {
    content: {
      kind: 'sample',
      path,
      name,
      camerasName,
      paths,
      ...(calibratedFor && { calibratedFor }),
    },
    files: SAMPLE_PARTS.flatMap((part) =>
      sample[part].map(({ blob }, i) => ({ name: partName(part, i), blob })),
    ),
  };
}

/** Reads inputs of an item. */
export type InputReader = Pick<JobStore, 'input'>;

/**
 * What an item runs, from the browser's storage.
 * @throws AppError `queue-file-lost` if a file of it is gone
 */
export function photoOf(item: JobRecord, reader: InputReader): Promise<UserPhoto> {
  const { job } = item;
  return job.kind === 'photo'
    ? storedPhoto(item, reader)
    : storedSample(item, job, reader).then(photoOfSample);
}

/** A copy in memory: the page may use it longer than the item, whose file is removed with it. */
const inMemory = async (blob: Blob): Promise<Blob> =>
  new Blob([await blob.arrayBuffer()], { type: blob.type });

async function storedPhoto(item: JobRecord, reader: InputReader): Promise<UserPhoto> {
  const fileName = nameIn(item.job.path);
  const blob = await reader.input(item, PHOTO);
  if (!blob) throw lost(item, fileName);
  return { blob: await inMemory(blob), fileName };
}

async function storedSample(
  item: JobRecord,
  { name, camerasName, paths, calibratedFor }: SampleJob,
  reader: InputReader,
): Promise<SampleFiles> {
  const read = (part: SamplePart) =>
    Promise.all(
      paths[part].map(async (path, i) => {
        const blob = await reader.input(item, partName(part, i));
        if (!blob) throw lost(item, nameIn(path));
        return { path, blob: await inMemory(blob) };
      }),
    );
  const [cameras, pictures, masks] = await Promise.all(SAMPLE_PARTS.map(read));
  return { name, camerasName, cameras, pictures, masks, ...(calibratedFor && { calibratedFor }) };
}
