import type { Choice, Family, RigOwner, Role } from '../../families/family.ts';
import { families } from '../../families/index.ts';
import { hintedOwner } from '../../families/rig-owner.ts';
import type { ImportNote, WeightPart } from './parts.ts';

const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : b[at] - a[at];
};

/** The best checkpoint of a family; between equals the first. */
function best(
  { ranks }: Family,
  parts: readonly WeightPart[],
  choice: Choice,
): WeightPart | undefined {
  const rank = (part: WeightPart) => ranks.flatMap((each) => each(part, choice));
  return parts.toSorted((a, b) => compare(rank(a), rank(b)))[0];
}

/**
 * One checkpoint for each role. The UNet comes first, and the others are chosen to go with it, or with the cameras that
 * were brought. What is not taken is noted.
 *
 * @param ownCameras a camera file of another rig than FaceLift's is among the files
 */
export function chooseParts(
  parts: readonly WeightPart[],
  ownCameras: boolean,
): { chosen: Partial<Record<Role, WeightPart>>; notes: ImportNote[] } {
  const chosen: Partial<Record<Role, WeightPart>> = {};
  for (const family of families) {
    if (chosen[family.role]) continue;
    const { unet } = chosen;
    const owner: RigOwner | null = ownCameras ? 'cameras' : unet ? hintedOwner(unet.path) : null;
    const candidates = parts.filter((part) => part.family === family);
    const part = best(family, candidates, { owner, unet });
    if (part) chosen[family.role] = part;
  }
  const taken = Object.values(chosen);
  const lost = parts.filter((part) => !taken.includes(part));
  return { chosen, notes: lost.map(({ path }) => ({ code: 'not-used', path })) };
}
