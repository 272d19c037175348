import { AppError } from '../core/errors.ts';
import type { PackManifest } from './manifest.ts';

/** A part that knows the cameras it was trained with. */
export type CameraPart = 'pose' | 'multiview' | 'viewEmbeds' | 'reconstructor';

const WORDS: Record<CameraPart, string> = {
  pose: 'pose model',
  multiview: 'multi-view model',
  viewEmbeds: 'view embeddings',
  reconstructor: 'reconstructor',
};

/** The parts that do not share the rig of the pack's cameras. */
export function disagreeingParts(
  manifest: Pick<PackManifest, 'stages' | 'rig'>,
): { part: CameraPart; rig: string }[] {
  const { pose, multiview, reconstruct } = manifest.stages;
  const parts: { part: CameraPart; rig: string }[] = [
    ...(pose ? [{ part: 'pose' as const, rig: pose.rig }] : []),
    ...(multiview
      ? [
          { part: 'multiview' as const, rig: multiview.rig },
          { part: 'viewEmbeds' as const, rig: multiview.viewEmbeds.rig },
        ]
      : []),
    { part: 'reconstructor', rig: reconstruct.rig },
  ];
  return parts.filter(({ rig }) => rig !== manifest.rig.id);
}

/**
 * Refuses a pack whose parts were trained on different rigs. Such a pack runs without any error and
 * gives subtly wrong shapes, which is why it takes an explicit choice to use one: `mixedRigs` in
 * pack.json, or `allowMixedRigs`.
 */
export function checkRigs(manifest: PackManifest, allowMixedRigs = false): void {
  const odd = disagreeingParts(manifest);
  if (odd.length === 0 || allowMixedRigs || manifest.mixedRigs) return;
  const list = odd.map(({ part, rig }) => `the ${WORDS[part]} (${rig})`).join(', ');
  throw new AppError('pack-mismatch', {
    message:
      `${manifest.id}: the cameras are those of rig ${manifest.rig.id}, but ${list} ` +
      `${odd.length > 1 ? 'were' : 'was'} trained on another; the shape would come out wrong`,
    stage: 'load',
    values: {
      part: odd.map(({ part }) => WORDS[part]).join(', '),
      rig: odd[0].rig,
      expected: manifest.rig.id,
    },
  });
}
