import { AppError } from '../../core/errors.ts';
import { FACELIFT_RIG, LGM_RIG } from './cameras.ts';
import type { Survey } from './survey.ts';

/** Parts of a pack that only work with the cameras they were trained on. */
export type RigPart = 'multiview' | 'viewEmbeds' | 'reconstructor';

/** Whose cameras: FaceLift's own six, or those of the camera file. */
export type RigOwner = 'facelift' | 'cameras';

/** What the path of an original file says. */
const HINTS: readonly [RegExp, RigOwner][] = [
  [/mouse|^checkpoint-\d+$|\bm5/i, 'cameras'],
  [/fixed_prompt_embeds|pipeckpts|openfacelift|ckpt_0*21125/i, 'facelift'],
];

/** Whose cameras a file was trained with, as far as its path tells. The name counts most, then the nearest folder. */
export function hintedOwner(path: string): RigOwner | null {
  for (const part of path.split('/').reverse())
    for (const [pattern, owner] of HINTS) if (pattern.test(part)) return owner;
  return null;
}

/** Where each part that knows cameras came from. */
function partPaths({ networks, viewEmbeds }: Survey): Partial<Record<RigPart, string>> {
  const { unet, gslrm } = networks;
  return {
    ...(unet && { multiview: unet.part.path }),
    ...(viewEmbeds && { viewEmbeds: viewEmbeds.part.path }),
    ...(gslrm && { reconstructor: gslrm.part.path }),
  };
}

/**
 * Whose cameras each part belongs to: what the user says, else what its path says, else FaceLift's where no other
 * camera file is at hand. Null: the user must say.
 */
export function rigOwners(
  survey: Survey,
  answers: Readonly<Partial<Record<RigPart, RigOwner>>> = {},
): Partial<Record<RigPart, RigOwner | null>> {
  const facelift = survey.rig?.id === FACELIFT_RIG.id;
  const owners: Partial<Record<RigPart, RigOwner | null>> = {};
  for (const [name, path] of Object.entries(partPaths(survey))) {
    const part = name as RigPart;
    const owner = answers[part] ?? hintedOwner(path) ?? (facelift ? 'facelift' : null);
    // A mouse's part without the mouse's cameras: only the user knows.
    owners[part] = owner === 'cameras' && facelift ? null : owner;
  }
  return owners;
}

/**
 * The rig that each part names in pack.json.
 *
 * @throws AppError `rig-unstated` when it is not known whose cameras a part was trained with
 */
export function partRigs(
  survey: Survey,
  answers: Readonly<Partial<Record<RigPart, RigOwner>>> = {},
): Record<RigPart, string> {
  const owners = rigOwners(survey, answers);
  const unknown = Object.entries(owners).flatMap(([part, owner]) => (owner ? [] : [part]));
  if (unknown.length > 0)
    throw new AppError('rig-unstated', {
      message: `whose cameras were these parts trained with: ${unknown.join(', ')}?`,
      stage: 'load',
      values: { part: unknown.join(', ') },
    });
  const id = (part: RigPart) =>
    owners[part] === 'cameras' && survey.rig ? survey.rig.id : FACELIFT_RIG.id;
  return {
    multiview: id('multiview'),
    viewEmbeds: id('viewEmbeds'),
    reconstructor: survey.networks.gslrm ? id('reconstructor') : LGM_RIG.id,
  };
}
