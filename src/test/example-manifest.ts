import type { RingRig } from '../core/camera/rig.ts';
import type { GslrmSection } from '../families/gslrm/section.ts';
import type { UnetMattingSection } from '../families/matting-unet/section.ts';
import type { PackManifest, PhotoStages } from '../packs/manifest.ts';

/** The type of `exampleManifest`: all stages are present, with their kinds. */
export type ExampleManifest = PackManifest & {
  rig: RingRig & { azimuthsDeg: number[] };
  stages: PhotoStages & { matting: UnetMattingSection; reconstruct: GslrmSection };
};

/** A complete pack.json for tests. Every file has the three bytes `abc`. */
export const exampleManifest = (): ExampleManifest => {
  const rig = 'demo-e20-a60';
  const files = ['matting', 'pose', 'unet', 'vae', 'view_embeds', 'gslrm'];
  return {
    format: 'mouse-facelift-pack',
    version: 2,
    id: 'mouse-demo',
    title: { en: 'Mouse (demo)', ko: '생쥐 (데모)' },
    licence: { name: 'MIT', text: 'MIT License' },
    rig: {
      id: rig,
      radius: 2.7,
      fovDeg: 50,
      elevationDeg: 20,
      azimuthsDeg: [270, 330, 30, 90, 150, 210],
      imageSize: 512,
    },
    stages: {
      matting: {
        kind: 'unet',
        files: ['matting.safetensors'],
        config: { size: 256, channels: [8, 16], groups: 4 },
      },
      centring: { method: 'pixel_based', ratio: 0.3, size: 512 },
      pose: {
        files: ['pose.safetensors'],
        rig,
        config: {
          size: 128,
          stem: 24,
          channels: [40, 80, 160, 256],
          blocks: 2,
          groups: 8,
          fpn: 96,
          width: 128,
          heads: 4,
          layers: 3,
        },
      },
      multiview: {
        rig,
        viewSize: 128,
        unet: {
          files: ['unet.safetensors'],
          config: {
            in_channels: 62,
            out_channels: 8,
            block_out_channels: [64, 128],
            mv_attention: 'sparse',
            num_views: 6,
            attention_head_dim: 8,
          },
        },
        vae: {
          files: ['vae.safetensors'],
          config: {
            block_out_channels: [24, 48, 96],
            layers_per_block: 1,
            latent_channels: 8,
            norm_num_groups: 8,
            scaling_factor: 1,
          },
        },
        viewEmbeds: { file: 'view_embeds.safetensors', tensor: 'view_embeds', rig },
        heatmaps: { keypoints: 23, sigma: 1.5, depthScale: 0.5 },
        scheduler: {
          betaStart: 0.00085,
          betaEnd: 0.012,
          schedule: 'scaled_linear',
          trainSteps: 1000,
          prediction: 'v_prediction',
          stepsOffset: 1,
          setAlphaToOne: false,
          spacing: 'trailing',
          eta: 0,
        },
      },
      reconstruct: {
        kind: 'gslrm',
        files: ['gslrm.safetensors'],
        rig,
        viewSize: 128,
        config: { d: 256, d_head: 64, layers: 6, patch: 8, n_gaussians: 2, image: 128, views: 6 },
        prune: { keep_white_above: 0.98, max_tokens: 1536 },
        minOpacity: 0.05,
      },
    },
    defaults: { seed: 4, steps: 4, guidance: 1 },
    turntable: { elevationDeg: 20, frames: 150, fps: 30 },
    files: files.map((name) => ({
      name: `${name}.safetensors`,
      bytes: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    })),
  };
};
