import { AppError } from '../core/errors.ts';
import type { Localised } from '../core/languages.ts';
import type { UserPhoto } from './user-photo.ts';

/** A photo that ships with the page. */
export interface Sample {
  name: string;
  /** Address of the picture. */
  file: string;
  /** Address of the thumbnail (`scripts/build/pictures.ts`). */
  thumbnail: string;
  title: Localised;
}

const isSample = (value: unknown): value is Omit<Sample, 'thumbnail'> => {
  if (typeof value !== 'object' || value === null) return false;
  const { name, file, title } = value as Partial<Record<keyof Sample, unknown>>;
  return (
    typeof name === 'string' &&
    typeof file === 'string' &&
    typeof title === 'object' &&
    title !== null &&
    'en' in title &&
    Object.values(title).every((text) => typeof text === 'string')
  );
};

/**
 * The samples that are served with the page, from samples/samples.json. Entries without the fields of `Sample` are left
 * out. If the list cannot be read, the result is empty.
 */
export async function loadSamples(baseUrl: string): Promise<Sample[]> {
  const folder = new URL('samples/', baseUrl);
  try {
    const response = await fetch(new URL('samples.json', folder));
    const list: unknown = response.ok ? await response.json() : [];
    if (!Array.isArray(list)) return [];
    return list.filter(isSample).map((sample) => ({
      ...sample,
      file: new URL(sample.file, folder).href,
      thumbnail: new URL(`small/${encodeURIComponent(sample.name)}.webp`, folder).href,
    }));
  } catch {
    return [];
  }
}

/**
 * Fetches the sample of this name.
 * @throws AppError `network` if the file cannot be fetched (`values.url` is the file's address), or if no sample has this
 * name (`values.url` is the name)
 */
export async function fetchSample(name: string, samples: readonly Sample[]): Promise<UserPhoto> {
  const url = samples.find((sample) => sample.name === name)?.file;
  const fail = (reason: string, cause?: unknown) =>
    new AppError('network', {
      message: `The sample "${name}" could not be fetched. ${reason}`,
      stage: 'load',
      values: { url: url ?? name },
      cause,
    });
  if (!url) throw fail('There is no sample of this name.');
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return { blob: await response.blob(), fileName: url.split('/').at(-1) ?? name };
  } catch (cause) {
    throw fail(`${url}: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}
