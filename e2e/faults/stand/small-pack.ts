import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import demo from '../../../models/mouse-demo/pack.json' with { type: 'json' };
import { gslrmTensors } from '../../../src/families/gslrm/graph.ts';
import { unetTensors, type UnetConfig } from '../../../src/families/unet/graph.ts';
import { vaeTensors } from '../../../src/families/vae/graph.ts';
import type { TensorList } from '../../../src/graphs/weights.ts';
import { seededWeight } from '../../../src/test/seeded.ts';
import { writeSafetensors } from '../../../src/test/write-safetensors.ts';

/** Id of the pack of `smallPack`. `?pack=small` chooses it. */
export const SMALL_PACK = 'small';

/** Width and height of a view in pixels. */
const VIEW = 32;

/** Random weights give large Gaussians, which are slow to draw. So few opaque ones stay that drawing takes no time. */
const MIN_OPACITY = 0.5;

/** Number of the turntable's frames. */
export const FRAMES = 12;

const seeded = (list: TensorList) =>
  writeSafetensors(
    new Map([...list].map(([name, shape]) => [name, { shape, data: seededWeight(name, shape) }])),
  );

/**
 * A pack with all stages of the demo pack that runs in seconds on software WebGPU. Matting and pose are the demo
 * pack's. The multi-view model and the reconstructor are small, with weights from a seed, so the splat is no mouse.
 * Returns the files by name, pack.json included.
 */
export function smallPack(): Map<string, Buffer> {
  const { multiview, reconstruct } = demo.stages;
  const unet = {
    ...multiview.unet.config,
    sample_size: VIEW / 4,
    // Fewer shaders: a software GPU compiles each of them for a second.
    down_block_types: ['DownBlock2D', 'CrossAttnDownBlock2D'],
    up_block_types: ['CrossAttnUpBlock2D', 'UpBlock2D'],
    block_out_channels: [16, 32],
    attention_head_dim: [1, 1],
    norm_num_groups: 8,
  };
  const vae = {
    ...multiview.vae.config,
    block_out_channels: [8, 16, 16],
    norm_num_groups: 4,
    sample_size: VIEW,
  };
  const gslrm = { ...reconstruct.config, d: 64, layers: 1, image: VIEW };
  const kept = (name: string) => readFileSync(`models/mouse-demo/${name}`);
  const files = new Map<string, Buffer>([
    ['matting.safetensors', kept('matting.safetensors')],
    ['pose.safetensors', kept('pose.safetensors')],
    ['view_embeds.safetensors', kept('view_embeds.safetensors')],
    ['unet.safetensors', Buffer.from(seeded(unetTensors(unet as UnetConfig)))],
    ['vae.safetensors', Buffer.from(seeded(vaeTensors(vae)))],
    ['gslrm.safetensors', Buffer.from(seeded(gslrmTensors(gslrm)))],
  ]);
  const manifest = {
    ...demo,
    id: SMALL_PACK,
    title: { en: 'Small', ko: '작은' },
    stages: {
      ...demo.stages,
      multiview: {
        ...multiview,
        viewSize: VIEW,
        unet: { ...multiview.unet, config: unet },
        vae: { ...multiview.vae, config: vae },
      },
      reconstruct: { ...reconstruct, viewSize: VIEW, config: gslrm, minOpacity: MIN_OPACITY },
    },
    turntable: { ...demo.turntable, frames: FRAMES },
    files: [...files].map(([name, bytes]) => ({
      name,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
  };
  files.set('pack.json', Buffer.from(JSON.stringify(manifest)));
  return files;
}
