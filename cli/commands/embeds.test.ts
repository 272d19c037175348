import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Camera } from '../../src/core/camera/camera.ts';
import { orbitCamera } from '../../src/core/camera/orbit.ts';
import { mapCamera } from '../../src/core/camera/similarity.ts';
import { decodeHalf } from '../../src/core/half.ts';
import { relativeError } from '../../src/core/relative-error.ts';
import { buildClipText, clipTextTensors } from '../../src/families/clip-text/graph.ts';
import { BYTE_LETTERS, WORD_END } from '../../src/families/clip-text/tokenizer/byte-letters.ts';
import { readCheckpoint } from '../../src/packs/checkpoint/index.ts';
import { survey } from '../../src/packs/import/survey.ts';
import { SavedTensor, torchFile } from '../../src/test/checkpoints/write-torch.ts';
import { runGraph } from '../../src/test/graph-session.ts';
import { seededWeight, seededWeights } from '../../src/test/seeded.ts';
import { writeSafetensors } from '../../src/test/write-safetensors.ts';
import { readArguments } from '../arguments.ts';
import { sentenceOf } from '../sentence.ts';
import { embeds } from './embeds.ts';

const TOKENS = [...BYTE_LETTERS, ...BYTE_LETTERS.map((letter) => letter + WORD_END)];
const SPECIAL = ['<|startoftext|>', '<|endoftext|>'];
const CONFIG = {
  hidden_size: 8,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  intermediate_size: 12,
  hidden_act: 'gelu',
  vocab_size: 514,
  max_position_embeddings: 77,
} as const;
const TENSORS = clipTextTensors(CONFIG);

let root = '';
const at = (...parts: string[]) => path.join(root, ...parts);

async function put(name: string, content: string | Uint8Array) {
  await mkdir(path.dirname(at(name)), { recursive: true });
  await writeFile(at(name), content);
}

/** The weights as model.safetensors. */
const weights = (tensors = [...TENSORS]) =>
  writeSafetensors(
    new Map(
      tensors.map(([name, shape]) => [
        name,
        { shape: [...shape], data: seededWeight(name, shape) },
      ]),
    ),
  );

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'embeds-'));
  const vocabulary = Object.fromEntries([...TOKENS, ...SPECIAL].map((token, id) => [token, id]));
  await put('pipe/tokenizer/vocab.json', JSON.stringify(vocabulary));
  await put('pipe/tokenizer/merges.txt', '#version: 0.2\n');
  await put('pipe/tokenizer/special_tokens_map.json', JSON.stringify({ pad_token: '!' }));
  await put('pipe/text_encoder/config.json', JSON.stringify(CONFIG));
  await put('pipe/text_encoder/model.safetensors', weights());
});
afterEach(() => rm(root, { recursive: true }));

async function run(...typed: string[]) {
  const [said, warned]: [string[], string[]] = [[], []];
  const host = {
    root,
    say: (line: string) => void said.push(line),
    warn: (line: string) => void warned.push(line),
  };
  const words = ['--text-encoder', at('pipe'), '--out', at('out'), ...typed];
  const result = await Promise.resolve()
    .then(() => embeds.run(readArguments(embeds, words), host))
    .catch((error: unknown) => sentenceOf(error).replaceAll(`${root}/`, ''));
  return { result, said, warned };
}

/** The values of an output. */
async function read(name: string) {
  const bytes = await readFile(at('out', name));
  const { index } = await readCheckpoint(new Blob([bytes]), name);
  const { shape, offset, byteLength } = index.tensors.get('tensor') ?? {
    shape: [],
    offset: 0,
    byteLength: 0,
  };
  const values = new Uint8Array(bytes.subarray(offset, offset + byteLength));
  return { shape, values: decodeHalf(new Uint16Array(values.buffer)) };
}

interface Metadata {
  views: string[];
  azimuths: number[];
  elevations: number[];
  color_prompts: string[];
  normal_prompts?: string[];
}
const metadata = async () =>
  JSON.parse(await readFile(at('out/metadata.json'), 'utf8')) as Metadata;

/** What the graph computes from the letters of a short text. */
async function direct(text: string): Promise<Float32Array> {
  const words = text.split(' ').flatMap((word) => [...word.slice(0, -1), word.at(-1) + WORD_END]);
  const used = [512, ...words.map((token) => TOKENS.indexOf(token)), 513];
  const ids = Array.from({ length: 77 }, (_, i) => used[i] ?? TOKENS.indexOf('!'));
  const { index, files } = seededWeights(TENSORS);
  const graph = buildClipText(CONFIG, { weights: index, tokens: 77 });
  const tokens = { data: BigInt64Array.from(ids, BigInt), shape: [1, 77] };
  return (await runGraph(graph, files, { tokens })).hidden.data;
}

/** The text of a camera file. */
const cameraFile = (cameras: readonly Camera[]) => {
  const frames = cameras.map(({ width: w, height: h, w2c, ...lens }) => ({
    ...{ w, h, ...lens },
    w2c: [0, 4, 8, 12].map((row) => [...w2c.subarray(row, row + 4)]),
  }));
  return JSON.stringify({ frames });
};

describe('embeds', () => {
  it('writes what the text encoder computes, as an import takes it', async () => {
    const { result, said, warned } = await run('--preset', 'topdown', '--prompt', '{view}');
    expect({ result, warned }).toEqual({
      result: 0,
      warned: ['The text names no color map and has no {map}, so normal_embeds.pt is not written.'],
    });
    expect(said.slice(0, 4)).toEqual(['top-front', 'top-right', 'top-back', 'top-left']);
    expect((await readdir(at('out'))).sort()).toEqual(['clr_embeds.pt', 'metadata.json']);
    const { shape, values } = await read('clr_embeds.pt');
    expect(shape).toEqual([4, 77, 8]);
    const expected = await direct('top - right');
    expect(relativeError(values.subarray(77 * 8, 2 * 77 * 8), expected)).toBeLessThan(5e-4);

    const blob = new Blob([await readFile(at('out/clr_embeds.pt'))]);
    const { networks } = await survey([{ path: 'clr_embeds.pt', blob }]);
    expect(networks.viewEmbeds?.config).toEqual({ tensor: 'tensor', shape: [4, 77, 8] });
  });

  it('writes normal maps, too, and what it has made', async () => {
    await put('out/mine.txt', '');
    const { result, warned } = await run('--mode', 'with_angles', '--preset', 'mouse');
    // A vocabulary without merges has one token per letter, so the ends of all texts are left out.
    expect(warned[0]).toMatch(/^The text of view 0 has \d+ tokens\. A text has 77 at most, so/);
    expect({ result, count: warned.length }).toEqual({ result: 0, count: 6 });
    expect(await readdir(at('out'))).toContain('mine.txt');
    expect((await read('normal_embeds.pt')).shape).toEqual([6, 77, 8]);
    expect(await metadata()).toMatchObject({
      mode: 'with_angles',
      preset: 'mouse',
      azimuths: [0, 60, 90, 180, 270, 300],
      elevations: [20, 20, 20, 20, 20, 20],
      shape: [6, 77, 8],
      dtype: 'float16',
    });
  });

  it('takes angles from cameras, wherever their origin and their up are', async () => {
    const rig = [0, 70, 200, 290].map((azimuth) => orbitCamera(azimuth, 25, 2.7, 50, 64));
    const lab = { scale: 1000, rotation: [1, 0, 0, 0, 0, -1, 0, 1, 0], translation: [5, 700, -60] };
    const cameras = ['--mode', 'from_camera', '--cameras', at('cameras.json')];
    const expected = {
      views: ['upper-front', 'upper-left', 'upper-back', 'upper-right'],
      azimuths: [0, 290, 160, 70],
      elevations: [25, 25, 25, 25],
    };
    await put('cameras.json', cameraFile(rig.map((camera) => mapCamera(lab, camera))));
    expect((await run(...cameras, '--prompt', '{view}')).result).toBe(0);
    expect(await metadata()).toMatchObject({ ...expected, placement: 'axes' });
    await put('cameras.json', cameraFile(rig));
    await run(...cameras, '--prompt', '{view}', '--placement', 'none');
    expect(await metadata()).toMatchObject({ ...expected, placement: 'none' });
  });

  it("takes FaceLift's cameras in the order of its views", async () => {
    const rig = [180, 225, 270, 315, 0, 90].map((azimuth) => orbitCamera(azimuth, 0, 2.7, 50, 512));
    await put('cameras.json', cameraFile(rig));
    await run('--mode', 'from_camera', '--cameras', at('cameras.json'), '--prompt', '{view}');
    expect(await metadata()).toMatchObject({
      views: ['front', 'front-right', 'right', 'back', 'left', 'front-left'],
      azimuths: [0, 45, 90, 180, 270, 315],
      elevations: [0, 0, 0, 0, 0, 0],
    });
  });

  it('reads a checkpoint of PyTorch, other names, a link, and the folder of the text encoder', async () => {
    await run('--prompt', '{view}');
    const first = await read('clr_embeds.pt');
    const tensors = [...TENSORS].map(([name, shape]) => [
      `clip.${name.replace('text_model.', '')}`,
      new SavedTensor(shape, seededWeight(name, shape)),
    ]);
    await rm(at('pipe/text_encoder/model.safetensors'));
    await put('elsewhere/blob', torchFile(Object.fromEntries(tensors)));
    await symlink(at('elsewhere/blob'), at('pipe/text_encoder/pytorch_model.bin'));
    const { result } = await run('--prompt', '{view}', '--out', at('out'));
    expect(result).toBe('--out is given twice.');
    const args = [
      '--model-path',
      at('pipe/text_encoder'),
      '--output_dir',
      at('out'),
      '--prompt',
      '{view}',
    ];
    const host = { root, say: () => undefined, warn: () => undefined };
    expect(await embeds.run(readArguments(embeds, args), host)).toBe(0);
    expect(await read('clr_embeds.pt')).toEqual(first);
  });
});

describe('what embeds refuses', () => {
  it.each([
    [['x'], /^embeds takes only options, not .*x\.$/],
    [['--prompt', 'a mouse'], '--prompt has neither {view} nor {azimuth}, so all views would'],
    [['--prompt', '{camera}'], '--prompt has the unknown placeholder {camera}.'],
    [['--mode', 'from_camera'], '--cameras is missing.'],
    [['--cameras', 'x.json'], '--cameras cannot be used with the mode text_only.'],
    [['--elevation', '5'], '--elevation cannot be used with the mode text_only.'],
    [['--preset', 'rat'], '--preset must be facelift or mouse or topdown, not "rat".'],
  ])('%s', async (typed, sentence) => {
    const { result } = await run(...typed);
    expect(result).toMatch(sentence instanceof RegExp ? sentence : '');
    if (typeof sentence === 'string') expect(result).toContain(sentence);
    await expect(readdir(at('out'))).rejects.toThrow();
  });

  it.each([
    [
      'text_encoder/config.json',
      null,
      'pipe contains no text encoder: neither text_encoder/config',
    ],
    ['text_encoder/config.json', '{', 'config.json cannot be used: it is not JSON: line 1'],
    ['text_encoder/config.json', '[]', 'config.json cannot be used: it is no JSON object.'],
    ['text_encoder/config.json', '{"hidden_size":0}', 'hidden_size is 0. Allowed: 1–8192'],
    [
      'text_encoder/config.json',
      '{}',
      'The config.json beside pipe/text_encoder/model.safetensors asks',
    ],
    ['text_encoder/model.safetensors', null, 'text_encoder contains no weights: none of model.s'],
    [
      'text_encoder/model.safetensors',
      weights([['w', [4]]]),
      'it contains no text encoder of CLIP.',
    ],
    ['tokenizer/vocab.json', null, 'There is no tokenizer for pipe.'],
    ['tokenizer/vocab.json', '{"a":0}', 'tokenizer cannot be used: the tokenizer lacks the token'],
    ['tokenizer/merges.txt', null, 'tokenizer/merges.txt cannot be used: it does not exist.'],
    ['tokenizer/merges.txt', 'a b', 'the tokenizer lacks the token "ab" of a merge.'],
    ['tokenizer/added_tokens.json', '{"<new>":9}', 'vocab.json lacks its token "<new>".'],
  ])('%s: %s', async (file, content, sentence) => {
    if (content === null) await rm(at('pipe', file));
    else await put(`pipe/${file}`, content);
    expect((await run()).result).toContain(sentence);
    await expect(readdir(at('out'))).rejects.toThrow();
  });

  it('weights that are not finite', async () => {
    const bytes = weights();
    new DataView(bytes.buffer).setFloat32(bytes.length - 4, NaN, true);
    await put('pipe/text_encoder/model.safetensors', bytes);
    expect((await run('--prompt', '{view}')).result).toMatch(
      /is damaged or cut off \(its text enco/,
    );
    await expect(readdir(at('out'))).rejects.toThrow();
  });
});
