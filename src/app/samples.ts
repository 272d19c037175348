import { isLang, type Lang } from './i18n/index.ts';

/** A photo that ships with the page. */
export interface Sample {
  name: string;
  /** Address of the picture. */
  file: string;
  title: Record<Lang, string>;
}

const isSample = (value: unknown): value is Sample => {
  if (typeof value !== 'object' || value === null) return false;
  const { name, file, title } = value as Partial<Record<keyof Sample, unknown>>;
  return (
    typeof name === 'string' &&
    typeof file === 'string' &&
    typeof title === 'object' &&
    title !== null &&
    Object.entries(title).filter(([lang, text]) => isLang(lang) && typeof text === 'string')
      .length === 2
  );
};

/** The samples of this installation; a page without any is a page without that row. */
export async function loadSamples(baseUrl: string): Promise<Sample[]> {
  const folder = new URL('samples/', baseUrl);
  try {
    const response = await fetch(new URL('samples.json', folder));
    const list: unknown = response.ok ? await response.json() : [];
    if (!Array.isArray(list)) return [];
    return list
      .filter(isSample)
      .map((sample) => ({ ...sample, file: new URL(sample.file, folder).href }));
  } catch {
    return [];
  }
}
