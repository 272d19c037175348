import type { Camera } from '../core/camera/camera.ts';
import { cameraRays } from '../core/camera/rays.ts';
import type { BuiltGraph, Compute } from '../graphs/builder.ts';
import { buildClip, type ClipConfig } from '../families/clip/graph.ts';
import { buildGslrm, type GslrmConfig } from '../families/gslrm/graph.ts';
import { buildLgm, type LgmConfig } from '../families/lgm/graph.ts';
import { buildMatting, type MattingConfig } from '../families/matting-unet/graph.ts';
import { buildPose, type PoseConfig } from '../families/pose/graph.ts';
import { buildUnet, type UnetConfig } from '../families/unet/graph.ts';
import { buildVaeDecoder, buildVaeEncoder, type VaeConfig } from '../families/vae/graph.ts';
import type { Feed } from '../families/runner.ts';
import { openRecording } from './open-recording.ts';
import type { RecordedOutput } from './recorded-output.ts';
import { seededUniform, seededWeights } from './seeded.ts';

/** One network, its inputs, and the outputs of the recorded implementation. */
interface RecordedNetwork {
  name: string;
  graph: (compute: Compute) => BuiltGraph;
  files: Readonly<Record<string, Uint8Array>>;
  feeds: Readonly<Record<string, Feed>>;
  /** Recorded outputs, by the names of the graph's outputs. */
  expected: Readonly<Record<string, RecordedOutput>>;
}

type BytesOf = (name: string) => Promise<Uint8Array>;

/**
 * The recorded networks of models/parity, for any host: Node or a page.
 * @param bytesOf reads models/parity/NAME.safetensors
 */
export async function recordedNetworks(bytesOf: BytesOf): Promise<RecordedNetwork[]> {
  const groups = [demo, multiView, gslrm, autoencoder, clip, lgm];
  return (await Promise.all(groups.map((group) => group(bytesOf)))).flat();
}

async function open<Config>(bytesOf: BytesOf, name: string) {
  const file = `${name}.safetensors`;
  const { config, index, files, io } = await openRecording<Config>(await bytesOf(name), file);
  return {
    config,
    weights: index,
    files,
    io,
    data: async (key: string) => (await io(key)).data,
    feeds: async (...keys: string[]): Promise<Record<string, Feed>> =>
      Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await io(key)] as const))),
  };
}

/** Small versions of the demo pack's networks, recorded with the PyTorch code of models/training. */
async function demo(bytesOf: BytesOf): Promise<RecordedNetwork[]> {
  const matting = await open<MattingConfig>(bytesOf, 'demo_matting');
  const pose = await open<PoseConfig>(bytesOf, 'demo_pose');
  const unet = await open<UnetConfig>(bytesOf, 'demo_unet');
  const reconstructor = await open<GslrmConfig>(bytesOf, 'demo_gslrm');
  const keep = await reconstructor.io('keep');
  return [
    {
      ...matting,
      name: 'matting',
      graph: (compute) => buildMatting(matting.config, { weights: matting.weights, compute }),
      feeds: await matting.feeds('image'),
      expected: { alpha: await matting.io('alpha') },
    },
    {
      ...pose,
      name: 'pose',
      graph: (compute) => buildPose(pose.config, { weights: pose.weights, compute }),
      feeds: await pose.feeds('image'),
      expected: { keypoints: await pose.io('keypoints'), uv: await pose.io('uv') },
    },
    {
      ...unet,
      name: 'UNet of the demo pack',
      graph: (compute) => buildUnet(unet.config, { weights: unet.weights, compute, tokens: 4 }),
      feeds: await unet.feeds('sample', 'timestep', 'encoder_hidden_states'),
      expected: { v: await unet.io('v') },
    },
    {
      ...reconstructor,
      name: 'GS-LRM, pruned',
      graph: (compute) =>
        buildGslrm(reconstructor.config, { weights: reconstructor.weights, compute, prune: true }),
      feeds: {
        ...(await reconstructor.feeds('image', 'rays')),
        keep: { shape: keep.shape, data: BigInt64Array.from(keep.data, BigInt) },
      },
      expected: { raw: await reconstructor.io('raw') },
    },
    {
      ...reconstructor,
      name: 'GS-LRM, pruned, with counts of 1',
      graph: (compute) => {
        const options = { weights: reconstructor.weights, compute, prune: true, counted: true };
        return buildGslrm(reconstructor.config, options);
      },
      feeds: {
        ...(await reconstructor.feeds('image', 'rays')),
        keep: { shape: keep.shape, data: BigInt64Array.from(keep.data, BigInt) },
        counts: { shape: keep.shape, data: new Float32Array(keep.data.length).fill(1) },
      },
      expected: { raw: await reconstructor.io('raw') },
    },
  ];
}

/** FaceLift's multi-view UNet, with each kind of attention. */
async function multiView(bytesOf: BytesOf): Promise<RecordedNetwork[]> {
  const unet = await open<UnetConfig>(bytesOf, 'mvunet_mini');
  const feeds = {
    ...(await unet.feeds('sample', 'encoder_hidden_states', 'class_labels')),
    timestep: { shape: [1], data: new Float32Array([501]) },
  };
  const kinds = ['sparse', 'dense', 'plain'] as const;
  return Promise.all(
    kinds.map(async (kind) => ({
      ...unet,
      name: `UNet, ${kind} attention`,
      graph: (compute: Compute) => {
        const config = { ...unet.config, mv_attention: kind };
        return buildUnet(config, { weights: unet.weights, compute, halves: 2, tokens: 7 });
      },
      feeds,
      expected: { v: await unet.io(`output_${kind}`) },
    })),
  );
}

/** Rigid c2w → w2c, both row-major 4×4. */
export const rigidInverse = (m: ArrayLike<number>): Float64Array<ArrayBuffer> => {
  const row = (k: number) => [m[k], m[4 + k], m[8 + k]];
  const moved = (k: number) => -(m[k] * m[3] + m[4 + k] * m[7] + m[8 + k] * m[11]);
  return new Float64Array([0, 1, 2].flatMap((k) => [...row(k), moved(k)]).concat(0, 0, 0, 1));
};

/** FaceLift's GS-LRM. */
async function gslrm(bytesOf: BytesOf): Promise<RecordedNetwork[]> {
  const { io, data, files, weights } = await open(bytesOf, 'gslrm_mini');
  const [size, views] = [32, 6];
  const [c2w, intrinsics] = [await data('c2w'), await data('fxfycxcy')];
  const cameras = Array.from({ length: views }, (_, view): Camera => {
    const [fx, fy, cx, cy] = intrinsics.subarray(4 * view);
    const w2c = rigidInverse(c2w.subarray(16 * view, 16 * view + 16));
    return { width: size, height: size, fx, fy, cx, cy, w2c };
  });
  const config = { d: 128, d_head: 64, layers: 2, patch: 8, n_gaussians: 2, image: size, views };
  return [
    {
      name: 'GS-LRM',
      graph: (compute) => buildGslrm(config, { weights, compute }),
      files,
      feeds: {
        image: await io('image'),
        rays: { data: cameraRays(cameras, size), shape: [views, 6, size, size] },
      },
      expected: {
        xyz: await io('xyz'),
        sh_dc: await io('features_dc'),
        log_scale: await io('scale_log'),
        rotation: await io('rotation_wxyz'),
        opacity_logit: await io('opacity_logit'),
      },
    },
  ];
}

/** diffusers' AutoencoderKL. */
async function autoencoder(bytesOf: BytesOf): Promise<RecordedNetwork[]> {
  const vae = await open<VaeConfig>(bytesOf, 'vae_tiny');
  const options = (compute: Compute) => ({ weights: vae.weights, compute, batch: 2, size: 32 });
  return [
    {
      ...vae,
      name: 'autoencoder, encoder',
      graph: (compute) => buildVaeEncoder(vae.config, options(compute)),
      feeds: await vae.feeds('image'),
      expected: { latents: await vae.io('latents') },
    },
    {
      ...vae,
      name: 'autoencoder, decoder',
      graph: (compute) => buildVaeDecoder(vae.config, options(compute)),
      feeds: await vae.feeds('latents'),
      expected: { image: await vae.io('decoded') },
    },
  ];
}

interface Seeded {
  tensors: Record<string, number[]>;
}

/** transformers' CLIP vision tower. */
async function clip(bytesOf: BytesOf): Promise<RecordedNetwork[]> {
  const { config, io } = await open<Seeded & { clip: ClipConfig }>(bytesOf, 'clip_tiny');
  const { index, files } = seededWeights(new Map(Object.entries(config.tensors)));
  const acts = ['gelu', 'quick_gelu'] as const;
  return Promise.all(
    acts.map(async (hidden_act) => ({
      name: `CLIP, ${hidden_act}`,
      graph: (compute: Compute) =>
        buildClip({ ...config.clip, hidden_act }, { weights: index, compute }),
      files,
      feeds: { image: { shape: [1, 3, 56, 56], data: seededUniform('image', 3 * 56 * 56, 2) } },
      expected: { image_embeds: await io(`image_embeds_${hidden_act}`) },
    })),
  );
}

/** The original LGM. */
async function lgm(bytesOf: BytesOf): Promise<RecordedNetwork[]> {
  const { config, io } = await open<Seeded & { lgm: LgmConfig }>(bytesOf, 'lgm_mini');
  const { index, files } = seededWeights(new Map(Object.entries(config.tensors)));
  const names = ['raw', 'xyz', 'sh_dc', 'log_scale', 'rotation'];
  const recorded = names.map(async (name) => [name, await io(`${name}_4`)] as const);
  return [
    {
      name: 'LGM',
      graph: (compute) => buildLgm(config.lgm, { weights: index, compute }),
      files,
      feeds: {
        input: { shape: [4, 9, 16, 16], data: seededUniform('input', 4 * 9 * 16 * 16, 1.7) },
      },
      expected: Object.fromEntries(await Promise.all(recorded)),
    },
  ];
}
