import { describe, expect, test } from 'vitest';
import { exampleManifest, type ExampleManifest } from '../test/example-manifest.ts';
import { parseManifest, photoStages } from './manifest.ts';
import { checkRigs } from './check-rigs.ts';

test('a complete pack.json passes unchanged, with the extra keys of a network config', () => {
  const manifest = parseManifest(JSON.parse(JSON.stringify(exampleManifest())));
  expect(manifest).toEqual(exampleManifest());
  expect(photoStages(manifest).multiview.unet.config.attention_head_dim).toBe(8);
});

test('a pack without pose, heat maps and pruning passes', () => {
  const manifest = exampleManifest();
  delete manifest.stages.pose;
  delete manifest.stages.multiview.heatmaps;
  delete manifest.stages.reconstruct.prune;
  manifest.files = manifest.files.filter(({ name }) => name !== 'pose.safetensors');
  expect(parseManifest(manifest)).toEqual(manifest);
});

test('a pack whose rig is oriented by the photo passes', () => {
  const manifest = exampleManifest();
  manifest.stages.multiview.subject = 'view-0';
  if (manifest.stages.pose) manifest.stages.pose.config.up = true;
  expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
});

test('a pack with settings of its own for a single step passes', () => {
  const manifest = exampleManifest();
  manifest.stages.multiview.oneStep = { temperature: 0.3, mirrored: true };
  expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
});

test('a pack for posed views only, with a list of cameras, passes', () => {
  const { stages, ...rest } = exampleManifest();
  const camera = { fx: 549, fy: 549, cx: 256, cy: 256, w2c: Array<number>(16).fill(0) };
  const rig = { id: 'lab', radius: 2.7, imageSize: 512, cameras: [camera, camera] };
  const json = { ...rest, rig, stages: { reconstruct: { ...stages.reconstruct, rig: 'lab' } } };
  const manifest = parseManifest(json);
  expect(manifest.rig).toEqual(rig);
  expect(() => photoStages(manifest)).toThrowError(
    expect.objectContaining({ code: 'pack-views-only' }),
  );
  expect(photoStages(parseManifest(exampleManifest())).multiview).toBeDefined();
});

describe('refused as pack-invalid', () => {
  const cases: Record<string, (manifest: ExampleManifest) => unknown> = {
    'another version': (m) => ({ ...m, version: 3 }),
    'an unknown key': (m) => ({ ...m, comment: 'hi' }),
    'an unknown key inside a stage': (m) => Object.assign(m.stages.centring, { extra: 1 }) && m,
    'a number instead of an object': () => 7,
    'five azimuths for six views': (m) => m.rig.azimuthsDeg.pop() && m,
    'a file in another folder': (m) => ((m.files[0].name = '../matting.safetensors'), m),
    'a file with an absolute name': (m) => ((m.files[0].name = '/etc/passwd'), m),
    'a file that is listed twice': (m) => m.files.push(m.files[0]) && m,
    'a stage whose file is not listed': (m) => (m.files.shift() ? m : null),
    'heat maps without a pose stage': (m) => delete m.stages.pose && m,
    'a subject as large as in view 0, without a pose stage': (m) => {
      delete m.stages.pose;
      delete m.stages.multiview.heatmaps;
      m.stages.multiview.subject = 'view-0';
      return m;
    },
    'a mirrored pass for a ring that is not its own mirror image': (m) => {
      m.rig.azimuthsDeg[5] += 10;
      m.stages.multiview.oneStep = { temperature: 1, mirrored: true };
      return m;
    },
    'a single step with a temperature above 1': (m) => {
      m.stages.multiview.oneStep = { temperature: 1.1, mirrored: false };
      return m;
    },
    'up: false in the config of the pose network': ({ stages: { pose, ...stages }, ...m }) => ({
      ...m,
      stages: { ...stages, pose: pose && { ...pose, config: { ...pose.config, up: false } } },
    }),
    'a multi-view model without centring': ({ stages: { centring, ...stages }, ...m }) => ({
      ...m,
      stages: centring && stages,
    }),
    'a reconstructor for fewer views': (m) => ((m.stages.reconstruct.config.views = 4), m),
    'a hash of the wrong length': (m) => ((m.files[0].sha256 = 'abc'), m),
    'an infinite size': (m) => ((m.rig.imageSize = Infinity), m),
  };
  test.each(Object.entries(cases))('%s', (_, spoil) => {
    const spoilt = spoil(exampleManifest());
    expect(() => parseManifest(spoilt)).toThrowError(
      expect.objectContaining({ code: 'pack-invalid', values: { reason: expect.any(String) } }),
    );
  });
});

describe('parts trained with different rigs are refused unless allowed', () => {
  const parts: Record<string, (manifest: ExampleManifest) => void> = {
    'view embeddings': (m) => (m.stages.multiview.viewEmbeds.rig = 'facelift-e0'),
    'multi-view model': (m) => (m.stages.multiview.rig = 'facelift-e0'),
    'pose model': (m) => (m.stages.pose!.rig = 'facelift-e0'),
    reconstructor: (m) => (m.stages.reconstruct.rig = 'facelift-e0'),
  };
  test.each(Object.entries(parts))('%s', (part, change) => {
    const manifest = exampleManifest();
    change(manifest);
    expect(() => checkRigs(manifest)).toThrowError(
      expect.objectContaining({
        code: 'pack-mismatch',
        message: expect.stringContaining(`the ${part} (facelift-e0)`),
        values: { part, rig: 'facelift-e0', expected: 'demo-e20-a60' },
      }),
    );
    expect(() => checkRigs(manifest, true)).not.toThrow();
    manifest.mixedRigs = true;
    expect(() => checkRigs(manifest)).not.toThrow();
  });

  test('parts of one rig pass', () => expect(() => checkRigs(exampleManifest())).not.toThrow());
});
