import type { RigOwner } from './family.ts';

/** Patterns of folder and file names, and the cameras that each pattern indicates. */
const HINTS: readonly [RegExp, RigOwner][] = [
  [/mouse|^checkpoint-\d+$|\bm5/i, 'cameras'],
  [/fixed_prompt_embeds|pipeckpts|openfacelift|ckpt_0*21125/i, 'facelift'],
];

/**
 * The cameras that weights were trained with, guessed from the path of the weight file. The file name counts
 * most, then the nearest folder.
 * @returns null if no pattern matches
 */
export function guessedOwner(path: string): RigOwner | null {
  for (const name of path.split('/').reverse())
    for (const [pattern, owner] of HINTS) if (pattern.test(name)) return owner;
  return null;
}
