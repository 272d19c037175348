import { AppError } from '../core/errors.ts';
import type { PackManifest } from './manifest.ts';

/** The parts that do not share the rig of the pack's cameras, in words for the sentence. */
export function disagreeingParts(manifest: PackManifest): { part: string; rig: string }[] {
  const { pose, multiview, reconstruct } = manifest.stages;
  return [
    ...(pose ? [{ part: 'pose model', rig: pose.rig }] : []),
    ...(multiview
      ? [
          { part: 'multi-view model', rig: multiview.rig },
          { part: 'view embeddings', rig: multiview.viewEmbeds.rig },
        ]
      : []),
    { part: 'reconstructor', rig: reconstruct.rig },
  ].filter(({ rig }) => rig !== manifest.rig.id);
}

/**
 * Refuses a pack whose parts were trained on different rigs. Such a pack runs without any error and
 * gives subtly wrong shapes, which is why it takes an explicit choice to use one: `mixedRigs` in
 * pack.json, or `allowMixedRigs`.
 */
export function checkRigs(manifest: PackManifest, allowMixedRigs = false): void {
  const odd = disagreeingParts(manifest);
  if (odd.length === 0 || allowMixedRigs || manifest.mixedRigs) return;
  const list = odd.map(({ part, rig }) => `the ${part} (${rig})`).join(', ');
  throw new AppError('pack-mismatch', {
    message:
      `${manifest.id}: the cameras are those of rig ${manifest.rig.id}, but ${list} ` +
      `${odd.length > 1 ? 'were' : 'was'} trained on another; the shape would come out wrong`,
    stage: 'load',
    values: {
      part: odd.map(({ part }) => part).join(', '),
      rig: odd[0].rig,
      expected: manifest.rig.id,
    },
  });
}
