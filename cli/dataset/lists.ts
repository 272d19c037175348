import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { splitSamples } from '../../src/core/dataset/split.ts';
import { writeTogether, type Content } from '../output/write-together.ts';
import { sampleName } from './sample-files.ts';
import type { DatasetOptions } from './request.ts';

/**
 * Writes the lists of the samples: one absolute path per line, as FaceLift reads them. They are written last.
 * @param count number of samples
 * @returns a sentence about them, and whether they were already there
 * @throws OutputError
 */
export async function writeLists(count: number, { out, name, val }: DatasetOptions) {
  const split = splitSamples(count, val);
  const line = (i: number) => path.join(path.resolve(out), sampleName(i));
  const files = new Map<string, Content>();
  let areThere = true;
  for (const part of ['train', 'val'] as const) {
    const file = `data_${name}_${part}.txt`;
    const content = split[part].map(line).join('\n');
    const before = await readFile(path.join(out, file), 'utf8').catch(() => null);
    if (before !== content) areThere = false;
    files.set(file, new TextEncoder().encode(content));
  }
  if (!areThere) await writeTogether(out, files, () => false);
  const sentence = `${count} samples: ${split.train.length} in data_${name}_train.txt, ${split.val.length} in data_${name}_val.txt`;
  return { sentence, areThere };
}
