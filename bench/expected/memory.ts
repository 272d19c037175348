import type { Storage } from '../../src/graphs/cost.ts';
import type { WeightIndex } from '../../src/graphs/weights.ts';
import type { LoadedPack } from '../../src/packs/load.ts';
import { planMemory, type MemoryPlan } from '../../src/pipeline/memory-plan.ts';
import { exampleManifest } from '../../src/test/example-manifest.ts';
import { OFFICIAL_CONFIGS } from './networks.ts';

export interface MemorySetting {
  storage: Exclude<Storage, 'f32'>;
  /** Whether the GPU computes in half precision. */
  half: boolean;
  /** Whether the two halves of guidance run one after the other. */
  split: boolean;
  /** Number of posed views. Default: a run from a photo, with six views. */
  views?: number;
  /** Pixels along a side of GS-LRM's views. Default 512. */
  viewSize?: number;
}

const entry = { shape: [64, 64], offset: 0, byteLength: 4096 };
const floats: WeightIndex = { file: 'x', tensors: new Map([['w', { dtype: 'F16', ...entry }]]) };

/** An index by which the plan recognises how weights are stored. The weight files do not exist. */
const indexOf = (storage: MemorySetting['storage']): WeightIndex => {
  if (storage === 'f16') return floats;
  const bytes = new Map([['w', entry]]);
  if (storage === 'int8x2') bytes.set('w.low', entry);
  return { file: 'x', tensors: new Map(), bytes };
};

/** A pack with the official networks. The autoencoder's weights are always stored as floats. */
function officialPack(storage: MemorySetting['storage'], views: number): LoadedPack {
  const manifest = exampleManifest();
  const { multiview, reconstruct } = manifest.stages;
  const { clip, unet, vae, gslrm } = OFFICIAL_CONFIGS;
  multiview.viewSize = 512;
  multiview.imageEncoder = { files: ['clip.safetensors'], config: { ...clip } };
  multiview.unet.config = { ...unet, mv_attention: 'sparse' };
  multiview.vae.config = vae;
  manifest.stages.reconstruct = { ...reconstruct, viewSize: 512, config: { ...gslrm, views } };
  const [first] = manifest.files;
  const names = [...manifest.files.map(({ name }) => name), 'clip.safetensors'];
  // Large enough for half precision. The real sizes play no part in the plan.
  manifest.files = names.map((name) => ({ ...first, name, bytes: 1e9 }));
  const weights = (file: string) =>
    Promise.resolve(file === 'vae.safetensors' ? floats : indexOf(storage));
  return { manifest, files: new Map(), weights };
}

/** The memory plan of a run with guidance, on a GPU whose memory is unknown, as in browsers. */
export const planOfficial = (setting: MemorySetting): Promise<MemoryPlan> => {
  const { storage, half, split, views = 6, viewSize } = setting;
  const fromViews = setting.views !== undefined;
  const unlimited = { totalBytes: null, heapBytes: null, bindingBytes: null, half };
  return planMemory(officialPack(storage, views), unlimited, {
    guided: true,
    split,
    viewSize,
    ...(fromViews && { views: { count: views, size: viewSize ?? 512 } }),
  });
};
