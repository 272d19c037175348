import { describe, expect, it, vi } from 'vitest';
import { importedContext } from '../../test/imported.ts';
import type { Poison } from '../../test/damage/poison.ts';
import { recordingOf } from '../../test/recording.ts';
import { readTinyModel } from '../../test/tiny-model.ts';
import { wasmSessions } from '../../test/wasm-sessions.ts';
import { multiview } from '../stages/multiview.ts';
import { reconstruct } from '../stages/reconstruct.ts';

/** FaceLift's networks at a thousandth of their size, on WASM, with one weight that is damaged after the import. */
const { files, subject, settings } = await readTinyModel(recordingOf);
const sessions = wasmSessions();

// Each test makes several sessions, which takes minutes on a busy machine.
vi.setConfig({ testTimeout: 600_000 });

/** Runs both stages with networks. @param id makes the networks of each damage new to the session pool */
async function run(poison: Poison | undefined, id: string) {
  const context = await importedContext(files, sessions, { poison });
  context.pack.manifest.id = id;
  const input = { subject: subject(), skeleton: null, settings: { ...settings, steps: 2 } };
  const views = await multiview(input, context);
  return reconstruct(views, { filters: 'pack' }, context);
}

const BLOCK = 'mid_block.attentions.0.transformer_blocks.0';
const UNET = 'unet.safetensors';
const cases = [
  ['multi-view model', UNET, 'conv_in.weight', 'next, step 1 of 2'],
  ['multi-view model', UNET, `${BLOCK}.attn2.to_k.weight`, 'step 1 of 2'],
  ['multi-view model', UNET, 'conv_out.bias', 'step 1 of 2'],
  ['encoder', 'vae.safetensors', 'encoder.conv_in.weight', 'latents'],
  ['decoder', 'vae.safetensors', 'decoder.conv_in.weight', 'image'],
  ['decoder', 'vae.safetensors', 'decoder.conv_out.bias', 'image'],
  ['image encoder', 'clip.safetensors', 'visual_projection.weight', 'label'],
  ['view embeddings', 'view_embeds.safetensors', 'view_embeds', 'view_embeds'],
  ['reconstructor', 'gslrm.safetensors', 'transformer_layers.1.mlp.mlp.0.weight', 'xyz'],
] as const;

describe('one weight that is NaN', () => {
  it.each(cases)('in the %s: %s, %s', async (network, file, tensor, part) => {
    const stage = network === 'reconstructor' ? 'reconstruct' : 'multiview';
    const error: unknown = await run({ file, tensor, value: NaN }, tensor).catch((e) => e);
    expect(error).toMatchObject({
      code: 'weights-not-finite',
      stage,
      values: { network, stage, file },
      message: expect.stringContaining(tensor) as string,
    });
    expect(error).toMatchObject({ message: expect.stringContaining(part) as string });
  });
});

it('an infinity that a sigmoid hides is found', async () => {
  const poison = { file: 'gslrm.safetensors', tensor: 'pixel_gaussian_decoder.1.weight' };
  await expect(run({ ...poison, value: Infinity }, 'hidden')).rejects.toMatchObject({
    code: 'weights-not-finite',
    message: expect.stringContaining('opacity_logit: of') as string,
  });
});

it('names the network whose finite weights make numbers too large, and not the weights', async () => {
  const poison = { file: UNET, tensor: 'conv_out.weight', value: 3e38, count: 30 };
  await expect(run(poison, 'large')).rejects.toMatchObject({
    code: 'numbers-invalid',
    stage: 'multiview',
    values: { network: 'multi-view model', stage: 'multiview' },
    message: expect.stringContaining('step 1 of 2') as string,
  });
});

it('views of one colour are an error of the multi-view model', async () => {
  // Such large biases leave nothing of the picture in 8 bits.
  const poison = { file: 'vae.safetensors', tensor: 'decoder.conv_out.bias', value: 1e6, count: 3 };
  await expect(run(poison, 'white')).rejects.toMatchObject({
    code: 'views-blank',
    stage: 'multiview',
    values: { network: 'multi-view model', stage: 'multiview' },
  });
});

it('a run with whole weights makes a splat', async () =>
  expect((await run(undefined, 'whole')).count).toBeGreaterThan(0));
