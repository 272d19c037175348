import { clipTensors, type ClipConfig } from '../families/clip/graph.ts';
import { gslrmTensors, type GslrmConfig } from '../families/gslrm/graph.ts';
import { unetTensors, type UnetConfig } from '../families/unet/graph.ts';
import { vaeTensors, type VaeConfig } from '../families/vae/graph.ts';
import type { Subject } from '../pipeline/types.ts';
import type { Contents } from './example-checkpoint.ts';
import { seededFile } from './imported.ts';
import { openRecording, type Recording } from './open-recording.ts';
import { seededUniform, seededWords } from './seeded.ts';
import { writeSafetensors } from './write-safetensors.ts';

interface Recorded {
  unet: UnetConfig;
  vae: VaeConfig;
  clip: ClipConfig;
  gslrm: GslrmConfig;
  scheduler: object;
  steps: number;
  guidance: number;
  seed: number;
  size: number;
}

/** FaceLift's networks at a thousandth of their size, with what diffusers and transformers computed with them. */
interface TinyModel extends Pick<Recording<Recorded>, 'io' | 'config'> {
  /** The checkpoint's files, with weights made from a seed. */
  files: Contents;
  subject: () => Subject;
  settings: { seed: number; steps: number; guidance: number };
}

/**
 * Reads the recording of the tiny model (models/parity/record_pipeline.py).
 * @param bytesOf bytes of a file of models/parity
 * @param changes keys of the networks' configs that differ from the recorded ones
 */
export async function readTinyModel(
  bytesOf: (file: string) => Promise<Uint8Array>,
  changes: { vae?: Partial<VaeConfig>; unet?: Partial<UnetConfig> } = {},
): Promise<TinyModel> {
  const file = 'pipeline_tiny.safetensors';
  const { config, io } = await openRecording<Recorded>(await bytesOf(file), file);
  const { size, seed, steps, guidance } = config;
  const vae = { ...config.vae, ...changes.vae };
  const unet = { ...config.unet, ...changes.unet };
  const embeds = { shape: [6, 77, 48], data: seededUniform('view_embeds', 6 * 77 * 48) };
  const files = {
    'unet/config.json': unet,
    'unet/diffusion_pytorch_model.safetensors': seededFile(unetTensors(unet)),
    'vae/config.json': vae,
    'vae/diffusion_pytorch_model.safetensors': seededFile(vaeTensors(vae)),
    'image_encoder/config.json': config.clip,
    'image_encoder/model.safetensors': seededFile(clipTensors(config.clip)),
    'scheduler/scheduler_config.json': config.scheduler,
    'clr_embeds.safetensors': writeSafetensors(new Map([['tensor', embeds]])),
    'gslrm.safetensors': seededFile(gslrmTensors(config.gslrm)),
  };
  const subject = (): Subject => {
    const word = seededWords('subject');
    const data = new Uint8ClampedArray(4 * size * size).fill(255);
    for (let i = 0; i < 3 * size * size; i++)
      data[4 * Math.floor(i / 3) + (i % 3)] = word(i) >>> 24;
    const image = { width: size, height: size, data };
    return { image, cutout: image, placement: { scale: 1, offsetX: 0, offsetY: 0 }, frame: null };
  };
  return { config, io, files, subject, settings: { seed, steps, guidance } };
}
