import { expect, test } from 'vitest';
import { gslrmTensors } from '../../families/gslrm/graph.ts';
import { lgmTensors, type LgmConfig } from '../../families/lgm/graph.ts';
import { unetTensors } from '../../families/unet/graph.ts';
import { vaeTensors } from '../../families/vae/graph.ts';
import {
  asImportFiles,
  embeds,
  exampleFiles,
  GSLRM,
  UNET,
  VAE,
  weightFile,
} from '../../test/example-checkpoint.ts';
import {
  CHOICES,
  DONOR,
  FACELIFT_CAMERAS,
  GSLRM_FILE,
  LAB_CAMERAS,
} from '../../test/example-import.ts';
import { planImport } from './plan.ts';
import { survey } from './survey.ts';

const LGM: LgmConfig = {
  down_channels: [32, 64],
  down_attention: [false, true],
  mid_attention: true,
  up_channels: [64],
  up_attention: [true],
  image: 256,
};

test('the latest averaged UNet is chosen, and old tensor names of the autoencoder are read', async () => {
  const files = exampleFiles();
  const unet = files['pipeckpts/unet/diffusion_pytorch_model.safetensors'];
  const old = new Map<string, readonly number[]>();
  for (const [name, shape] of vaeTensors(VAE))
    old.set(
      name
        .replace('.to_q.', '.query.')
        .replace('.to_k.', '.key.')
        .replace('.to_v.', '.value.')
        .replace('.to_out.0.', '.proj_attn.'),
      shape,
    );
  const found = await survey(
    asImportFiles({
      ...files,
      'pipeckpts/vae/diffusion_pytorch_model.safetensors': weightFile(old),
      'checkpoint-6000/unet/config.json': UNET,
      'checkpoint-6000/unet/diffusion_pytorch_model.safetensors': unet,
      'checkpoint-6000/unet_ema/config.json': UNET,
      'checkpoint-6000/unet_ema/diffusion_pytorch_model.safetensors': unet,
      'checkpoint-900/unet/config.json': UNET,
      'checkpoint-900/unet/diffusion_pytorch_model.safetensors': unet,
    }),
  );
  expect(found.networks.unet?.checkpoint.path).toContain('checkpoint-6000/unet_ema/');
  expect(found.missing).toEqual([]);
  expect(found.notes.filter(({ code }) => code === 'not-used')).toHaveLength(3);
});

test('the latest fine-tune is chosen, and the plain file before its variants', async () => {
  const gslrm = weightFile(gslrmTensors(GSLRM));
  const unet = 'pipeckpts/unet/diffusion_pytorch_model';
  const found = await survey(
    asImportFiles({
      ...exampleFiles(),
      [`${unet}.fp16.safetensors`]: weightFile(unetTensors(UNET), 'F16'),
      [`${unet}.non_ema.safetensors`]: weightFile(unetTensors(UNET)),
    }),
  );
  expect(found.networks.unet?.checkpoint.path).toBe(`${unet}.safetensors`);

  const alone = await survey(
    asImportFiles({
      'gslrm/ckpt_0000000000021125.safetensors': gslrm,
      'mouse_finetune/ckpt_0000000000009000.safetensors': gslrm,
      'mouse_finetune/ckpt_0000000000020000.safetensors': gslrm,
    }),
  );
  expect(alone.networks.reconstructor?.checkpoint.path).toBe(
    'mouse_finetune/ckpt_0000000000020000.safetensors',
  );
});

test('GS-LRM with its own rig is chosen before LGM, which gets a note', async () => {
  const lgm = weightFile(lgmTensors(LGM));
  const both = await survey(
    asImportFiles({ 'g.safetensors': weightFile(gslrmTensors(GSLRM)), 'lgm.safetensors': lgm }),
  );
  expect(both.notes).toEqual([
    { code: 'not-used', path: 'lgm.safetensors' },
    { code: 'views-only', path: 'g.safetensors' },
  ]);
  const { manifest } = planImport(both, CHOICES, DONOR);
  expect(manifest.stages.reconstruct).toMatchObject({ kind: 'gslrm', rig: 'facelift-e0' });
  expect(manifest.licence.name).not.toContain('LGM');

  const two = await survey(
    asImportFiles({ 'model_fp16.safetensors': lgm, 'model_fp16_fixrot.safetensors': lgm }),
  );
  expect(two.networks.reconstructor?.checkpoint.path).toBe('model_fp16_fixrot.safetensors');
});

test("among FaceLift's download and a lab's fine-tunes, files that fit together are chosen", async () => {
  const files = exampleFiles();
  const unet = files['pipeckpts/unet/diffusion_pytorch_model.safetensors'];
  const gslrm = files[GSLRM_FILE];
  const found = await survey(
    asImportFiles({
      ...files,
      'checkpoint-6000/unet/config.json': UNET,
      'checkpoint-6000/unet/diffusion_pytorch_model.safetensors': unet,
      'mouse_prompt_embeds_6view/clr_embeds.safetensors': weightFile(embeds(32)),
      'mouse_prompt_embeds_6view_1024/clr_embeds.safetensors': weightFile(embeds(48)),
      'mouse_finetune/ckpt_0000000000020000.safetensors': gslrm,
      'utils/opencv_cameras.json': FACELIFT_CAMERAS,
      'm5_cameras.json': LAB_CAMERAS,
    }),
  );
  const plan = planImport(found, CHOICES, DONOR);
  expect(found.networks.unet?.checkpoint.path).toContain('checkpoint-6000');
  expect(found.networks.viewEmbeds?.checkpoint.path).toContain('_1024');
  expect(found.networks.reconstructor?.checkpoint.path).toContain('mouse_finetune');
  expect(found.camerasPath).toBe('m5_cameras.json');
  expect(plan.manifest.stages.reconstruct.rig).toBe(plan.manifest.rig.id);

  // FaceLift's cameras are recognised by their numbers, and put in the order of its views.
  const own = await survey(asImportFiles({ ...files, 'opencv_cameras.json': FACELIFT_CAMERAS }));
  expect(own.rig).toMatchObject({ id: 'facelift-e0', azimuthsDeg: [270, 225, 180, 90, 0, 315] });
});
