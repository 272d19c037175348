import { AppError } from '../core/errors.ts';
import type { Localised } from '../core/languages.ts';
import list from './samples.json' with { type: 'json' };
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

/**
 * The samples that are served with the page.
 * @param baseUrl URL of the folder that contains the page
 */
export function samplesAt(baseUrl: string): Sample[] {
  const folder = new URL('samples/', baseUrl);
  return list.map(({ file, ...sample }) => ({
    ...sample,
    file: new URL(file, folder).href,
    thumbnail: new URL(`small/${encodeURIComponent(sample.name)}.webp`, folder).href,
  }));
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
