import { clip } from './clip/index.ts';
import type { Family } from './family.ts';
import { mattingUnet } from './matting-unet/index.ts';
import { onnxRemover } from './onnx-remover/index.ts';
import type { Reconstructor, ReconstructStage } from './reconstructor.ts';
import { reconstructors } from './reconstructors.ts';
import type { MattingStage, Remover } from './remover.ts';
import { unet } from './unet/index.ts';
import { vae } from './vae/index.ts';
import { viewEmbeds } from './view-embeds/index.ts';

export { reconstructors };
export { multiview } from './multiview/index.ts';
export { pose } from './pose/index.ts';

/** Families that find the mouse in a photo. */
export const removers: readonly Remover[] = [mattingUnet, onnxRemover];

/** Every family that a checkpoint can be, in the order in which a pack's files are written. */
export const families: readonly Family[] = [unet, vae, clip, ...reconstructors, viewEmbeds];

const ofKind = <F extends { kind: string }>(list: readonly F[], kind: string): F => {
  const family = list.find((each) => each.kind === kind);
  // pack.json was checked against the same list.
  if (!family) throw new Error(`there is no family ${kind}`);
  return family;
};

export const reconstructorOf = ({ kind }: ReconstructStage): Reconstructor =>
  ofKind(reconstructors, kind);

export const removerOf = ({ kind }: MattingStage): Remover => ofKind(removers, kind);
