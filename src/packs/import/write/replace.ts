import { writeText, type PackSink } from './sink.ts';

/** Name of the file that holds the new content until it replaces the old one. */
const newName = (name: string): string => `${name}.new`;

/**
 * Replaces a JSON file. A kill at any moment leaves the old or the new content for `readReplaced`: the new content is
 * written into a second file, which then takes the first one's name.
 */
export async function replaceJson(sink: PackSink, name: string, value: unknown): Promise<void> {
  await writeText(sink, newName(name), `${JSON.stringify(value, null, 1)}\n`);
  await sink.move(newName(name), name);
}

/**
 * Reads a JSON file that `replaceJson` wrote. A part of a JSON object is never valid JSON, so a torn file is noticed.
 * Then the second file is read.
 * @param parse throws, or returns null, for content that is not valid
 * @returns the content; null if neither file is valid
 */
export async function readReplaced<T>(
  sink: PackSink,
  name: string,
  parse: (json: unknown) => T | null,
): Promise<T | null> {
  return (await readJson(sink, name, parse)) ?? readJson(sink, newName(name), parse);
}

/** Reads one JSON file. Null if it does not exist or is not valid. */
export async function readJson<T>(
  sink: PackSink,
  name: string,
  parse: (json: unknown) => T | null,
): Promise<T | null> {
  const text = await sink.readText(name);
  if (text === null) return null;
  try {
    return parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Removes a file that `replaceJson` wrote, and what an interruption left of its second file. */
export async function removeReplaced(sink: PackSink, name: string): Promise<void> {
  await sink.remove(newName(name));
  await sink.remove(name);
}
