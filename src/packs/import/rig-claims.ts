import { FACELIFT_RIG } from '../../families/facelift-rig.ts';
import type { RigOwner, Role } from '../../families/family.ts';
import { hintedOwner } from '../../families/rig-owner.ts';
import { AppError } from '../../core/errors.ts';
import type { Rig } from '../../core/camera/rig.ts';
import type { Networks } from './fit.ts';

/** Parts of a pack that work only with the cameras that they were trained with. */
export type RigPart = 'multiview' | 'viewEmbeds' | 'reconstructor';

/** The role of each of these parts. */
const ROLES: Readonly<Record<RigPart, Role>> = {
  multiview: 'unet',
  viewEmbeds: 'viewEmbeds',
  reconstructor: 'reconstructor',
};

const PARTS = Object.keys(ROLES) as RigPart[];

/** What the rigs of an import follow from. */
export interface RigClaims {
  networks: Networks;
  /** Rig of the pack; null where no cameras were given and none can be assumed. */
  rig: Rig | null;
}

/** A part whose checkpoints were trained with different cameras, and where it came from. */
function claimed({ networks }: Pick<RigClaims, 'networks'>): { part: RigPart; path: string }[] {
  // Without a UNet the pack makes no views, and nothing depends on their embeddings.
  const parts = networks.unet ? PARTS : (['reconstructor'] as const);
  return parts.flatMap((part) => {
    const network = networks[ROLES[part]];
    return network && !network.family.ownRig ? [{ part, path: network.checkpoint.path }] : [];
  });
}

/**
 * Whose cameras each part was trained with: what the user says, else what its path says, else FaceLift's where no other
 * camera file was brought. Null: the user must say.
 */
function ownerOf(
  { part, path }: { part: RigPart; path: string },
  facelift: boolean,
  answers: Readonly<Partial<Record<RigPart, RigOwner>>>,
): RigOwner | null {
  const owner = answers[part] ?? hintedOwner(path) ?? (facelift ? 'facelift' : null);
  // A mouse's part without the mouse's cameras: only the user knows.
  return owner === 'cameras' && facelift ? null : owner;
}

/** The parts of which only the user knows whose cameras they were trained with. */
export function unstatedParts(
  claims: RigClaims,
  answers: Readonly<Partial<Record<RigPart, RigOwner>>> = {},
): { part: RigPart; path: string }[] {
  const facelift = claims.rig?.id === FACELIFT_RIG.id;
  return claimed(claims).filter((each) => ownerOf(each, facelift, answers) === null);
}

/**
 * The rig that each part names in pack.json.
 *
 * @throws AppError `rig-unstated` when it is not known whose cameras a part was trained with
 */
export function partRigs(
  claims: RigClaims,
  answers: Readonly<Partial<Record<RigPart, RigOwner>>> = {},
): Record<RigPart, string> {
  const unstated = unstatedParts(claims, answers).map(({ part }) => part);
  if (unstated.length > 0)
    throw new AppError('rig-unstated', {
      message: `whose cameras were these parts trained with: ${unstated.join(', ')}?`,
      stage: 'load',
      values: { part: unstated.join(', ') },
    });
  const { rig, networks } = claims;
  const facelift = rig?.id === FACELIFT_RIG.id;
  const id = (part: RigPart) => {
    const own = networks[ROLES[part]]?.family.ownRig;
    if (own) return own.id;
    const path = networks[ROLES[part]]?.checkpoint.path;
    const owner = path === undefined ? null : ownerOf({ part, path }, facelift, answers);
    return owner === 'cameras' && rig ? rig.id : FACELIFT_RIG.id;
  };
  return {
    multiview: id('multiview'),
    viewEmbeds: id('viewEmbeds'),
    reconstructor: id('reconstructor'),
  };
}
