import { describe, expect, it } from 'vitest';
import { clipTensors } from '../../families/clip/graph.ts';
import { unetTensors } from '../../families/unet/graph.ts';
import type { TensorList } from '../../graphs/weights.ts';
import {
  asImportFiles,
  CLIP,
  UNET,
  weightFile,
  type Contents,
} from '../../test/example-checkpoint.ts';
import { collect } from './collect.ts';
import { withoutShard } from './complete.ts';
import { survey } from './survey.ts';

const parts = clipTensors({ ...CLIP, num_hidden_layers: 3 });
const names = [...parts.keys()];

/** The names in three shards of equal length. */
const SHARDS = [0, 1, 2].map((i) =>
  names.slice((i * names.length) / 3, ((i + 1) * names.length) / 3),
);
const shard = (i: number, ending = '') => `clip/model-0000${i + 1}-of-00003${ending}.safetensors`;
const fileOf = (list: TensorList, some: readonly string[]) =>
  weightFile(new Map([...list].filter(([name]) => some.includes(name))));
const indexFile = (of: readonly string[][]) =>
  JSON.stringify({
    weight_map: Object.fromEntries(
      of.flatMap((list, i) => list.map((name) => [name, shard(i).slice(5)])),
    ),
  });

const files = (shards: readonly number[], more: Contents = {}, ending = '') => ({
  ...Object.fromEntries(shards.map((i) => [shard(i, ending), fileOf(parts, SHARDS[i])])),
  ...more,
});
const found = (contents: Contents) => collect(asImportFiles(contents), () => undefined);

describe('shards of one network', () => {
  it.each(['', '.fp16'])(
    'are read together (model-00001-of-00003%s.safetensors)',
    async (ending) => {
      const { parts: read, notes } = await found(files([0, 1, 2], {}, ending));
      expect(read).toHaveLength(1);
      expect([...read[0].index.tensors.keys()].sort()).toEqual([...names].sort());
      expect(notes).toEqual([]);
    },
  );

  it.each([
    [[0, 2], 'part 2 of 3 is missing', 'model-00002-of-00003.safetensors'],
    [[1, 2], 'part 1 of 3 is missing', 'model-00001-of-00003.safetensors'],
    [[0, 1], 'part 3 of 3 is missing', 'model-00003-of-00003.safetensors'],
    [
      [2],
      'part 1, 2 of 3 is missing',
      'model-00001-of-00003.safetensors, model-00002-of-00003.safetensors',
    ],
  ])('are all needed: with only %j, %s', async (shards, message, missing) => {
    await expect(found(files(shards))).rejects.toMatchObject({
      code: 'checkpoint-incomplete',
      message: expect.stringContaining(message) as string,
      values: { missing },
    });
  });

  it('must contain what the index file lists', async () => {
    const whole = { 'clip/model.safetensors.index.json': indexFile(SHARDS) };
    expect((await found(files([0, 1, 2], whole))).parts).toHaveLength(1);
    const renamed = { 'clip/a.safetensors': fileOf(parts, SHARDS[0]) };
    const index = JSON.stringify({ weight_map: { x: 'a.safetensors', y: 'b.safetensors' } });
    await expect(found({ ...renamed, 'clip/a.index.json': index })).rejects.toMatchObject({
      code: 'checkpoint-incomplete',
      values: { missing: 'b.safetensors' },
    });
    const more = [[...SHARDS[0], 'vision_model.more.weight'], SHARDS[1], SHARDS[2]];
    await expect(
      found(files([0, 1, 2], { 'clip/model.safetensors.index.json': indexFile(more) })),
    ).rejects.toMatchObject({
      code: 'checkpoint-unfit',
      fault: 'index-of-others',
      values: { tensor: 'vision_model.more.weight', index: 'model.safetensors.index.json' },
    });
  });

  it.each(['text_model.', ''])('of a text encoder may be missing: %s', async (prefix) => {
    const text = new Map([[`${prefix}embeddings.token_embedding.weight`, [4, 4]]]);
    const { notes } = await found({
      'te/model-00001-of-00002.safetensors': weightFile(text),
      'x.txt': 'x',
    });
    expect(notes.map(({ code }) => code)).toEqual(['not-needed', 'not-needed']);
  });

  it.each([
    ['a/model-00001-of-00002.safetensors', 'a/model.safetensors'],
    ['a/model-00001-of-00002.fp16.safetensors', 'a/model.fp16.safetensors'],
    ['a/pytorch_model-00001-of-00002.bin', 'a/pytorch_model.bin'],
    ['a/run-20240-of-12345/model.bin', 'a/run-20240-of-12345/model.bin'],
    ['a/model-1-of-2.bin', 'a/model-1-of-2.bin'],
  ])('%s is a part of %s', (path, whole) => {
    expect(withoutShard(path)).toBe(whole);
  });
});

describe('a gap in numbered layers', () => {
  it.each([
    ['clip', parts, 'vision_model.encoder.layers.1'],
    ['unet', unetTensors(UNET), 'up_blocks.0'],
    ['unet', unetTensors({ ...UNET, layers_per_block: 2 }), 'down_blocks.1.resnets.0'],
  ])('is named: $0 without $2', async (_, list, missing) => {
    const rest = [...list.keys()].filter((name) => !name.startsWith(`${missing}.`));
    const files = asImportFiles({ 'm.safetensors': fileOf(list, rest) });
    await expect(survey(files)).rejects.toMatchObject({
      code: 'checkpoint-unfit',
      fault: 'layers-missing',
      values: { file: 'm.safetensors', missing },
    });
  });
});

describe('a checkpoint whose name says nothing', () => {
  const whole = weightFile(parts);

  it.each([
    ['notes', 'some text that is long enough'],
    ['cam.pkl', Uint8Array.from([0x80, 4, 0x95, 1, 2, 3, 4, 5, 6, 7])],
    ['short', 'x'],
    ['photos.model', new Uint8Array(40)],
  ])('is not needed if its content is none: %s', async (path, content) => {
    const { notes, parts: read } = await found({ [path]: content, 'clip.safetensors': whole });
    expect(read).toHaveLength(1);
    expect(notes).toEqual([{ code: 'not-needed', path }]);
  });
});
