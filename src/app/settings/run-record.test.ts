import { describe, expect, it } from 'vitest';
import { version } from '../../../package.json';
import type { PackSummary } from '../../worker/protocol.ts';
import { initialState } from '../initial-state.ts';
import { parseUrl } from '../url.ts';
import { differencesOf, readRunRecord } from './run-record.ts';

const content = {
  photo: 'a.jpg',
  pack: { id: 'lab', sha256: { 'unet.safetensors': 'aa', 'vae.safetensors': 'bb' } },
  settings: { seed: 7, steps: 20, guidance: 3, eta: 1, ply: 'facelift', filters: 'none' },
  backend: { name: 'cpu', reason: 'default' },
  versions: { 'mouse-facelift': version, 'onnxruntime-node': '1.0' },
  stageMs: { matting: 5 },
};

const read = (more: object = {}) => readRunRecord(JSON.stringify({ ...content, ...more }))!;

const pack: PackSummary = {
  ...{ id: 'lab', imported: true, title: { en: 'Lab', ko: '연구실' }, licence: '', bytes: 1 },
  defaults: { seed: 1, steps: 1, guidance: 1 },
  ...{ stages: [], canPrune: false },
  turntable: { frames: 2, fps: 1, elevationDeg: 0, radius: 1 },
  sha256: content.pack.sha256,
};

const page = {
  ...initialState(parseUrl('')),
  packs: [pack],
  choice: {
    backend: 'wasm',
    reason: 'forced',
    adapter: '',
    threads: 1,
    rasterizer: 'cpu',
  } as const,
};

describe('a run.json', () => {
  it('gives pack and settings', () => {
    expect(read()).toMatchObject({
      ...{ photo: 'a.jpg', packId: 'lab', settings: content.settings, refused: [], device: 'CPU' },
    });
    expect(differencesOf(read(), page)).toEqual([]);
  });

  it('of posed views has no photo', () => {
    const { settings } = content;
    const record = readRunRecord(
      JSON.stringify({ views: ['a.png'], cameras: 'c.json', pack: { id: 'lab' }, settings }),
    );
    expect(record).toMatchObject({ photo: null, packId: 'lab', version: null, device: null });
    // Without hashes nothing is said about the weights.
    expect(differencesOf(record!, page)).toEqual([]);
  });

  it('says what differs', () => {
    const sha256 = { ...content.pack.sha256, 'vae.safetensors': 'other' };
    const record = read({
      pack: { id: 'lab', sha256 },
      backend: { name: 'webgpu' },
      versions: { 'mouse-facelift': '9.9.9' },
      settings: { ...content.settings, steps: -1, warp: 8, centring: 'middle' },
    });
    expect(differencesOf(record, page)).toEqual([
      { key: 'packChanged', values: { pack: 'lab', files: 'vae.safetensors' } },
      { key: 'version', values: { theirs: '9.9.9', ours: version } },
      { key: 'backend', values: { theirs: 'GPU', ours: 'CPU' } },
      { key: 'refused', values: { names: 'steps, warp, centring' } },
    ]);
    expect(record.settings).toEqual({
      seed: 7,
      guidance: 3,
      eta: 1,
      ply: 'facelift',
      filters: 'none',
    });
    expect(differencesOf(read({ pack: { id: 'gone' } }), page)).toEqual([
      { key: 'packMissing', values: { pack: 'gone' } },
    ]);
  });

  it.each([
    ['cut off', JSON.stringify(content).slice(0, 60)],
    ['another JSON', '{"pack": 4, "settings": {}}'],
    ['no pack', '{"photo": "a", "pack": {}, "settings": {}}'],
    ['no input', '{"pack": {"id": "a"}, "settings": {}}'],
    ['a list', '[]'],
    ['null', 'null'],
  ])('that is damaged is refused: %s', (_, text) => {
    expect(readRunRecord(text)).toBeNull();
  });
});
