import { FACELIFT_RIG } from '../../families/facelift-rig.ts';
import type { RigOwner, Role } from '../../families/family.ts';
import { guessedOwner } from '../../families/rig-owner.ts';
import { AppError } from '../../core/errors.ts';
import type { Rig } from '../../core/camera/rig.ts';
import type { Networks } from './fit.ts';

/**
 * The parts of a pack that work only with the cameras that they were trained with. In pack.json, each part names the id
 * of its rig.
 */
export type RigPart = 'multiview' | 'viewEmbeds' | 'reconstructor';

/** The role of each part. */
const ROLES: Readonly<Record<RigPart, Role>> = {
  multiview: 'unet',
  viewEmbeds: 'viewEmbeds',
  reconstructor: 'reconstructor',
};

const PARTS = Object.keys(ROLES) as RigPart[];

/** The inputs of the decision which rig each part names. */
interface RigInputs {
  networks: Networks;
  /** Rig of the pack. Null if no camera file was given and no rig can be assumed. */
  rig: Rig | null;
}

/**
 * The parts whose rig is not fixed, with the paths of their checkpoints. Parts of a family with `ownRig` are left out,
 * because all checkpoints of this family were trained with that rig.
 */
function partsOfOpenRig({ networks }: Pick<RigInputs, 'networks'>): {
  part: RigPart;
  path: string;
}[] {
  // Without a UNet the pack makes no views and does not use view embeddings.
  const parts = networks.unet ? PARTS : (['reconstructor'] as const);
  return parts.flatMap((part) => {
    const network = networks[ROLES[part]];
    return network && !network.family.ownRig ? [{ part, path: network.checkpoint.path }] : [];
  });
}

/**
 * Decides whose cameras a part was trained with. The user's answer counts first, then a guess from the part's path.
 * Without an answer and a guess, the result is `facelift` if the pack's rig is FaceLift's. Null: the user must be asked.
 */
function ownerOf(
  { part, path }: { part: RigPart; path: string },
  facelift: boolean,
  answers: Readonly<Partial<Record<RigPart, RigOwner>>>,
): RigOwner | null {
  const owner = answers[part] ?? guessedOwner(path) ?? (facelift ? 'facelift' : null);
  // The part was trained with other cameras, but their camera file is missing.
  return owner === 'cameras' && facelift ? null : owner;
}

/** The parts, and their paths, about which the user must be asked: whose cameras were they trained with? */
export function unstatedParts(
  inputs: RigInputs,
  answers: Readonly<Partial<Record<RigPart, RigOwner>>> = {},
): { part: RigPart; path: string }[] {
  const facelift = inputs.rig?.id === FACELIFT_RIG.id;
  return partsOfOpenRig(inputs).filter((each) => ownerOf(each, facelift, answers) === null);
}

/**
 * The id of the rig that each part names in pack.json.
 *
 * @throws AppError `rig-unstated` if the user must be asked about a part (`unstatedParts`)
 */
export function partRigs(
  inputs: RigInputs,
  answers: Readonly<Partial<Record<RigPart, RigOwner>>> = {},
): Record<RigPart, string> {
  const unstated = unstatedParts(inputs, answers).map(({ part }) => part);
  if (unstated.length > 0)
    throw new AppError('rig-unstated', {
      message: `whose cameras were these parts trained with: ${unstated.join(', ')}?`,
      stage: 'load',
      values: { part: unstated.join(', ') },
    });
  const { rig, networks } = inputs;
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
