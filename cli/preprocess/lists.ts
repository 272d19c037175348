import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { writeTogether, type Content } from '../output/write-together.ts';

/**
 * A list of samples with the name of the new data folder. The path of the former folder is replaced, else the last part
 * of a line that is its name. Other lines stay.
 * @param text one path per line
 */
export function renamedList(text: string, from: string, to: string): string {
  const name = path.basename(path.resolve(from));
  const pairs = [
    [path.resolve(from), path.resolve(to)],
    [path.normalize(from), path.normalize(to)],
  ].map((pair) => pair.map((each) => each.replace(/\/$/, '')));
  return text.replace(/[^\r\n]+/g, (line) => {
    const pair = pairs.find(([before]) => line === before || line.startsWith(`${before}/`));
    if (pair) return pair[1] + line.slice(pair[0].length);
    const parts = line.split('/');
    const at = parts.lastIndexOf(name);
    return at < 0 ? line : parts.with(at, path.basename(path.resolve(to))).join('/');
  });
}

/** Writes the lists of a data folder (`*.txt`) for another one. Resolves with their names. @throws OutputError */
export async function writeLists(from: string, to: string): Promise<string[]> {
  const names = (await readdir(from)).filter((name) => name.endsWith('.txt')).sort();
  const lists = new Map<string, Content>();
  for (const name of names) {
    const text = await readFile(path.join(from, name), 'utf8');
    lists.set(name, new TextEncoder().encode(renamedList(text, from, to)));
  }
  await writeTogether(to, lists, () => false);
  return names;
}
