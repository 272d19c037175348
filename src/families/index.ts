import { clip } from './clip/index.ts';
import type { Family } from './family.ts';
import { mattingUnet } from './matting-unet/index.ts';
import { onnxRemover } from './onnx-remover/index.ts';
import type { Reconstructor, ReconstructSection } from './reconstructor.ts';
import { reconstructors } from './reconstructors.ts';
import type { MattingSection, Remover } from './remover.ts';
import { unet } from './unet/index.ts';
import { vae } from './vae/index.ts';
import { viewEmbeds } from './view-embeds/index.ts';

export { reconstructors };
export { multiviewModel } from './multiview/index.ts';
export { poseModel } from './pose/index.ts';

/** Families that make the mask of a photo. */
export const removers: readonly Remover[] = [mattingUnet, onnxRemover];

/** All families of checkpoints, in the order in which a pack's files are written. */
export const families: readonly Family[] = [unet, vae, clip, ...reconstructors, viewEmbeds];

const ofKind = <F extends { kind: string }>(list: readonly F[], kind: string): F => {
  const family = list.find((each) => each.kind === kind);
  // The schema of pack.json allows only the kinds of the same list.
  if (!family) throw new Error(`no family has the kind ${kind}`);
  return family;
};

/** The family of `stages.reconstruct`. */
export const reconstructorOf = ({ kind }: ReconstructSection): Reconstructor =>
  ofKind(reconstructors, kind);

/** Whether the setting `pruneBackground` changes something with this section. */
export const canPrune = (section: ReconstructSection): boolean =>
  reconstructorOf(section).canPrune?.(section) ?? false;

/** The family of `stages.matting`. */
export const removerOf = ({ kind }: MattingSection): Remover => ofKind(removers, kind);
