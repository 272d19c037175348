import { encodeHalf } from '../core/half.ts';
import { clipTensors, type ClipConfig } from '../families/clip/graph.ts';
import { gslrmTensors, type GslrmConfig } from '../families/gslrm/graph.ts';
import { unetTensors, type UnetConfig } from '../families/unet/graph.ts';
import { vaeTensors, type VaeConfig } from '../families/vae/graph.ts';
import type { TensorList } from '../graphs/weights.ts';
import { writeSafetensors, type PlainTensor } from './write-safetensors.ts';
import type { ImportFile } from '../packs/import/parts.ts';

/** FaceLift's networks at a thousandth of their size, for tests. Files, keys and names are those of FaceLift. */

/** FaceLift's UNet, small. */
export const UNET: UnetConfig = {
  sample_size: 8,
  in_channels: 8,
  out_channels: 4,
  down_block_types: ['CrossAttnDownBlock2D', 'DownBlock2D'],
  up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D'],
  block_out_channels: [32, 64],
  layers_per_block: 1,
  attention_head_dim: [1, 1],
  cross_attention_dim: 48,
  use_linear_projection: true,
  class_embed_type: 'projection',
  projection_class_embeddings_input_dim: 64,
  norm_num_groups: 8,
  num_views: 6,
  multiview_attention: true,
  sparse_mv_attention: true,
};

/** FaceLift's autoencoder, small. */
export const VAE: VaeConfig = {
  block_out_channels: [16, 16, 32, 32],
  layers_per_block: 1,
  latent_channels: 4,
  norm_num_groups: 8,
  scaling_factor: 0.18215,
};

/** FaceLift's image encoder, small. */
export const CLIP: ClipConfig = {
  hidden_size: 32,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  intermediate_size: 64,
  patch_size: 14,
  image_size: 56,
  projection_dim: 32,
  hidden_act: 'gelu',
};

/** FaceLift's reconstructor, small. */
export const GSLRM: GslrmConfig = {
  d: 64,
  d_head: 64,
  layers: 2,
  patch: 8,
  n_gaussians: 2,
  image: 512,
  views: 6,
};

/** Small numbers that differ from element to element: element i is 0.2·sin(1.7·i + seed). */
const noise = (length: number, seed: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length }, (_, i) => 0.2 * Math.sin(1.7 * i + seed));

/** A safetensors file with these tensors. Tensor n has the numbers of `noise` with seed n. */
export function weightFile(list: TensorList, type: 'F32' | 'F16' = 'F32'): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, PlainTensor>();
  for (const [name, shape] of list) {
    const data = noise(
      shape.reduce((a, b) => a * b, 1),
      tensors.size,
    );
    tensors.set(name, { shape, data: type === 'F32' ? data : encodeHalf(data) });
  }
  return writeSafetensors(tensors);
}

const SCHEDULER = {
  _class_name: 'DDIMScheduler',
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  num_train_timesteps: 1000,
  prediction_type: 'v_prediction',
  steps_offset: 1,
  set_alpha_to_one: false,
  timestep_spacing: 'leading',
  clip_sample: false,
};

/** unCLIP's other scheduler, for the noise of the image embedding. */
const NOISING_SCHEDULER = {
  _class_name: 'DDPMScheduler',
  beta_start: 0.0001,
  beta_end: 0.02,
  beta_schedule: 'squaredcos_cap_v2',
  num_train_timesteps: 1000,
  prediction_type: 'epsilon',
  clip_sample: true,
};

/** The tensor of a view-embeddings file: 77 tokens per view. */
export const embeds = (width: number, views = 6): TensorList =>
  new Map([['tensor', [views, 77, width]]]);

/** Files by their paths. Objects become JSON. */
export type Contents = Record<string, string | Uint8Array<ArrayBuffer> | object>;

/** The files of a whole model, with the folders of FaceLift's download. */
export const exampleFiles = (): Contents => ({
  'pipeckpts/unet/config.json': UNET,
  'pipeckpts/unet/diffusion_pytorch_model.safetensors': weightFile(unetTensors(UNET)),
  'pipeckpts/vae/config.json': VAE,
  'pipeckpts/vae/diffusion_pytorch_model.safetensors': weightFile(vaeTensors(VAE), 'F16'),
  'pipeckpts/image_encoder/config.json': { ...CLIP, architectures: ['CLIPVision'] },
  'pipeckpts/image_encoder/model.safetensors': weightFile(clipTensors(CLIP), 'F16'),
  'pipeckpts/image_noising_scheduler/scheduler_config.json': NOISING_SCHEDULER,
  'pipeckpts/scheduler/scheduler_config.json': SCHEDULER,
  'fixed_prompt_embeds_6view/clr_embeds.safetensors': weightFile(embeds(48), 'F16'),
  'gslrm/ckpt_0000000000021125.safetensors': weightFile(gslrmTensors(GSLRM)),
  'README.md': 'a model',
});

/** The files in the form that the import takes. */
export const asImportFiles = (contents: Contents): ImportFile[] =>
  Object.entries(contents).map(([path, content]) => ({
    path,
    blob: new Blob([
      typeof content === 'string' || content instanceof Uint8Array
        ? content
        : JSON.stringify(content),
    ]),
  }));
