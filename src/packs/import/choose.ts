import type { Choice, Family, RigOwner, Role } from '../../families/family.ts';
import { families } from '../../families/index.ts';
import { guessedOwner } from '../../families/rig-owner.ts';
import type { ImportNote, RecognisedCheckpoint } from './parts.ts';

/** Compares two ranks, for sorting. The first number that differs decides. The rank with the higher number comes first. */
const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : b[at] - a[at];
};

/** The checkpoint with the highest rank. If several have the same rank, the first of them. */
function best(
  { ranks }: Family,
  parts: readonly RecognisedCheckpoint[],
  choice: Choice,
): RecognisedCheckpoint | undefined {
  const rank = (part: RecognisedCheckpoint) => ranks.flatMap((each) => each(part, choice));
  return parts.toSorted((a, b) => compare(rank(a), rank(b)))[0];
}

/**
 * Chooses one checkpoint for each role. The UNet is chosen first. The other checkpoints are chosen to fit the UNet and
 * the cameras of the camera file, if one was given. Files of which nothing is chosen get a note.
 *
 * @param ownCameras whether the files include a camera file of a rig that is not FaceLift's
 */
export function chooseCheckpoints(
  parts: readonly RecognisedCheckpoint[],
  ownCameras: boolean,
): { chosen: Partial<Record<Role, RecognisedCheckpoint>>; notes: ImportNote[] } {
  const chosen: Partial<Record<Role, RecognisedCheckpoint>> = {};
  for (const family of families) {
    if (chosen[family.role]) continue;
    const { unet } = chosen;
    const owner: RigOwner | null = ownCameras ? 'cameras' : unet ? guessedOwner(unet.path) : null;
    const candidates = parts.filter((part) => part.family === family);
    const part = best(family, candidates, { owner, unet });
    if (part) chosen[family.role] = part;
  }
  const taken = Object.values(chosen);
  const used = new Set(taken.map(({ path }) => path));
  const others = new Set(parts.map(({ path }) => path).filter((path) => !used.has(path)));
  return { chosen, notes: [...others].map((path) => ({ code: 'not-used', path })) };
}
