import { expect, test } from 'vitest';
import { clipTensors } from '../../families/clip/graph.ts';
import { gslrmTensors } from '../../families/gslrm/graph.ts';
import { unetTensors } from '../../families/unet/graph.ts';
import {
  asImportFiles,
  CLIP,
  embeds,
  exampleFiles,
  GSLRM,
  UNET,
  weightFile,
  type Contents,
} from '../../test/example-checkpoint.ts';
import { CHOICES, DONOR } from '../../test/example-import.ts';
import { torchFile } from '../../test/checkpoints/write-torch.ts';
import { MemoryFolder } from '../../test/memory-folder.ts';
import { openPack } from '../load.ts';
import { planImport } from './plan.ts';
import { survey } from './survey.ts';
import { runImport } from './write/run.ts';

test.each([
  ['pipeckpts/unet/diffusion_pytorch_model.safetensors', 'unet'],
  ['pipeckpts/vae/diffusion_pytorch_model.safetensors', 'vae'],
  ['pipeckpts/image_encoder/model.safetensors', 'imageEncoder'],
  ['fixed_prompt_embeds_6view/clr_embeds.safetensors', 'viewEmbeds'],
  ['gslrm/ckpt_0000000000021125.safetensors', 'reconstructor'],
])('without %s the role %s is missing', async (path, part) => {
  const rest = exampleFiles();
  delete rest[path];
  const found = await survey(asImportFiles(rest));
  expect(found.missing).toEqual([part]);
  expect(() => planImport(found, CHOICES, DONOR)).toThrowError(
    expect.objectContaining({ code: 'import-incomplete', values: { missing: part } }),
  );
});

test('view embeddings of the wrong width are refused with both widths', async () => {
  const files = {
    ...exampleFiles(),
    'fixed_prompt_embeds_6view/clr_embeds.safetensors': weightFile(embeds(768)),
  };
  await expect(survey(asImportFiles(files))).rejects.toMatchObject({
    code: 'embeds-invalid',
    message: expect.stringContaining('[6,77,768]'),
    values: { width: 48 },
  });
});

test('tensors that are missing or have another shape are named', async () => {
  const list = new Map(gslrmTensors(GSLRM));
  list.delete('transformer_layers.1.attn.fc.weight');
  list.set('input_layer_norm.weight', [65]);
  await expect(
    survey(asImportFiles({ 'gslrm.safetensors': weightFile(list) })),
  ).rejects.toMatchObject({
    code: 'checkpoint-unfit',
    fault: 'tensors-missing',
    values: { tensor: 'transformer_layers.1.attn.fc.weight', count: 1 },
    message: expect.stringMatching(
      /1 missing: transformer_layers\.1\.attn\.fc\.weight; .*\[65\], not \[64\]/,
    ),
  });
});

test('beside a whole model, a damaged and an unknown file get notes', async () => {
  const stranger = weightFile(new Map([['layer.weight', [2, 2]]]));
  const found = await survey(
    asImportFiles({ ...exampleFiles(), 'torn.safetensors': 'torn', 'other.safetensors': stranger }),
  );
  expect(found.missing).toEqual([]);
  expect(found.notes).toContainEqual({
    code: 'unknown',
    path: 'other.safetensors',
    values: { names: 'layer.weight' },
  });
  expect(found.notes).toContainEqual({
    code: 'refused',
    path: 'torn.safetensors',
    error: {
      code: 'checkpoint-invalid',
      fault: 'damaged',
      message: 'torn.safetensors: 4 bytes are too few',
      values: { file: 'torn.safetensors' },
    },
  });
  await expect(survey(asImportFiles({ 'torn.safetensors': 'torn' }))).rejects.toMatchObject({
    code: 'checkpoint-invalid',
  });
});

test('other files in a lab’s folders, with their licences, do not disturb', async () => {
  const folder = new MemoryFolder();
  const libraries = Array.from({ length: 120 }, (_, i) => [
    `env/lib/${i}/LICENSE`,
    'x'.repeat(11_000),
  ]);
  const files = {
    ...exampleFiles(),
    ...Object.fromEntries(libraries),
    LICENSE: 'terms of the whole',
    'gslrm/LICENSE.txt': 'terms of the reconstructor',
    'outputs/metrics.json': '{"psnr": NaN}',
    'checkpoint-6000/scaler.pt': 'no weights',
  };
  const found = await survey(asImportFiles(files));
  expect(found.licences.map(({ path }) => path)).toEqual(['LICENSE', 'gslrm/LICENSE.txt']);
  for (const path of ['outputs/metrics.json', 'checkpoint-6000/scaler.pt'])
    expect(found.notes).toContainEqual({ code: 'not-needed', path });

  const { licence } = await runImport(planImport(found, CHOICES, DONOR), folder);
  expect(licence.text).toContain('terms of the reconstructor');
  await expect(openPack(folder)).resolves.toBeDefined();

  // A camera file that cannot be read is an error.
  const torn = { ...exampleFiles(), 'm5_cameras.json': '{"frames": NaN}' };
  await expect(survey(asImportFiles(torn))).rejects.toMatchObject({
    code: 'checkpoint-invalid',
    values: { file: 'm5_cameras.json' },
  });
});

test('side files that cannot be read are named, and do not stop the import', async () => {
  class Gone extends Blob {
    override slice(): Blob {
      throw new DOMException('gone', 'NotReadableError');
    }
  }
  const paths = ['LICENSE', 'blobs/3f', 'vae.safetensors'];
  const found = await survey([
    ...asImportFiles(exampleFiles()),
    ...paths.map((path) => ({ path, blob: new Gone(['x']) })),
  ]);
  expect(found.missing).toEqual([]);
  expect(
    found.notes.flatMap(({ path, error }) => (error?.fault === 'unreadable' ? [path] : [])),
  ).toEqual(paths);
});

test('of several refusals, that of a file which a network would have taken comes first', async () => {
  const files: Contents = {
    'a_history.pt': torchFile({ loss: 3, names: 'x'.repeat(9000) }),
    'clip.safetensors': weightFile(clipTensors(CLIP)).slice(0, 3000),
    'flax_model.msgpack': 'x',
    'gslrm.safetensors': weightFile(gslrmTensors(GSLRM)).slice(0, 4000),
  };
  for (const file of ['gslrm.safetensors', 'clip.safetensors']) {
    await expect(survey(asImportFiles(files))).rejects.toMatchObject({ values: { file } });
    delete files[file];
  }
});

test('complete networks that do not fit each other are refused', async () => {
  const narrow = { ...UNET, in_channels: 4 };
  const other = { ...CLIP, projection_dim: 24 };
  const cases = {
    channels: {
      'pipeckpts/unet/config.json': narrow,
      'pipeckpts/unet/diffusion_pytorch_model.safetensors': weightFile(unetTensors(narrow)),
    },
    labels: {
      'pipeckpts/image_encoder/config.json': other,
      'pipeckpts/image_encoder/model.safetensors': weightFile(clipTensors(other)),
    },
  };
  for (const [what, files] of Object.entries(cases))
    await expect(
      survey(asImportFiles({ ...exampleFiles(), ...files })),
      what,
    ).rejects.toMatchObject({
      code: 'checkpoint-unfit',
      fault: 'not-one-model',
      message: expect.stringContaining('the UNet'),
    });
});

test('a UNet without class labels gets no image encoder', async () => {
  const plain = { ...UNET, class_embed_type: null };
  const found = await survey(
    asImportFiles({
      ...exampleFiles(),
      'pipeckpts/unet/config.json': plain,
      'pipeckpts/unet/diffusion_pytorch_model.safetensors': weightFile(unetTensors(plain)),
    }),
  );
  const { manifest, shards } = planImport(found, CHOICES, DONOR);
  expect(manifest.stages.multiview?.imageEncoder).toBeUndefined();
  expect(shards.map(({ name }) => name)).not.toContain('clip.safetensors');
  expect(found.notes).toContainEqual({
    code: 'not-needed',
    path: 'pipeckpts/image_encoder/model.safetensors',
  });
});

test('tensors that the network does not use get a note', async () => {
  const adapted = new Map(unetTensors(UNET));
  adapted.set(
    'down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q_lora.down.weight',
    [4, 32],
  );
  const path = 'pipeckpts/unet/diffusion_pytorch_model.safetensors';
  const found = await survey(asImportFiles({ ...exampleFiles(), [path]: weightFile(adapted) }));
  expect(found.notes).toContainEqual({
    code: 'tensors-unused',
    path,
    values: { names: expect.stringContaining('to_q_lora') },
  });
  const whole = await survey(asImportFiles(exampleFiles()));
  expect(whole.notes.map(({ code }) => code)).not.toContain('tensors-unused');
});
