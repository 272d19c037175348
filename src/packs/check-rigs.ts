import { AppError } from '../core/errors.ts';
import type { PackManifest } from './manifest.ts';

/** A part of a pack that works only with the cameras that it was trained with. */
export type CameraPart = 'pose' | 'multiview' | 'viewEmbeds' | 'reconstructor';

const TITLES: Record<CameraPart, string> = {
  pose: 'pose model',
  multiview: 'multi-view model',
  viewEmbeds: 'view embeddings',
  reconstructor: 'reconstructor',
};

/** The parts whose rig differs from the pack's rig, with the ids of their rigs. */
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
 * Refuses a pack whose parts were trained with different rigs. This pack runs without an error, but the shapes of its
 * splats are wrong. `mixedRigs` in pack.json or `allowMixedRigs` allows the pack.
 *
 * @throws AppError `pack-mismatch`
 */
export function checkRigs(manifest: PackManifest, allowMixedRigs = false): void {
  const others = disagreeingParts(manifest);
  if (others.length === 0 || allowMixedRigs || manifest.mixedRigs) return;
  const list = others.map(({ part, rig }) => `the ${TITLES[part]} (${rig})`).join(', ');
  throw new AppError('pack-mismatch', {
    message:
      `${manifest.id}: the cameras are those of rig ${manifest.rig.id}, but ${list} ` +
      `${others.length > 1 ? 'were' : 'was'} trained with another rig; the shapes would be wrong`,
    stage: 'load',
    values: {
      part: others.map(({ part }) => TITLES[part]).join(', '),
      rig: others[0].rig,
      expected: manifest.rig.id,
    },
  });
}
