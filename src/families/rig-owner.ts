import type { RigOwner } from './family.ts';

/** What the path of an original file says. */
const HINTS: readonly [RegExp, RigOwner][] = [
  [/mouse|^checkpoint-\d+$|\bm5/i, 'cameras'],
  [/fixed_prompt_embeds|pipeckpts|openfacelift|ckpt_0*21125/i, 'facelift'],
];

/** Whose cameras a file was trained with, as its path says. The name counts most, then the nearest folder. Null: unknown. */
export function hintedOwner(path: string): RigOwner | null {
  for (const part of path.split('/').reverse())
    for (const [pattern, owner] of HINTS) if (pattern.test(part)) return owner;
  return null;
}
