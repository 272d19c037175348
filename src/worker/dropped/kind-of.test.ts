import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FILES, bytesOf, type Content } from '../../test/drops/files.ts';
import { jpegOf } from '../../test/photos/bombs.ts';
import { kindOf, LONG_START_BYTES } from './kind-of.ts';
import type { FileKind } from './kinds.ts';

const start = (content: Content) => {
  const bytes = bytesOf(content);
  return { bytes: bytes.subarray(0, LONG_START_BYTES), size: bytes.length };
};

describe.each(Object.entries(FILES))('%s', (kind, files) => {
  it.each(files)('%s', (name, content) => {
    const { bytes, size } = start(content);
    expect(kindOf(bytes, name, size)).toBe(kind);
  });
});

it('a real JPEG that is cut off anywhere stays a photo', async () => {
  const jpeg = await jpegOf(40, 30);
  for (let end = 3; end < jpeg.length; end += 7)
    expect(kindOf(jpeg.subarray(0, end), 'a.jpg', end)).toBe('photo');
});

it('the beginning of any file has a kind', () => {
  for (const [name, content] of Object.values(FILES).flat())
    for (const length of [1, 2, 3, 4, 8, 9, 12, 16, 29, 30, 31]) {
      const { bytes, size } = start(content);
      expect(kindOf(bytes.subarray(0, length), name, size)).toBeTypeOf('string');
    }
});

const field = new URL('../../../../shared/data/field/', import.meta.url);

describe.skipIf(!existsSync(field))('collected files', () => {
  it.each<[folder: string, kinds: readonly FileKind[]]>([
    ['photos', ['photo', 'picture']],
    ['cameras', ['cameras', 'pickle', 'arrays']],
    ['checkpoints/clip_middle_shard_missing', ['weights', 'config']],
    ['ply', ['splat', 'mesh', 'empty', 'pointer']],
  ])('in %s', (folder, kinds) => {
    for (const name of readdirSync(new URL(folder, field))) {
      const { bytes, size } = start(readFileSync(new URL(`${folder}/${name}`, field)));
      expect(kinds, name).toContain(kindOf(bytes, name, size));
    }
  });
});
