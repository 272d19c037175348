import { gslrm } from './gslrm/index.ts';
import { lgm } from './lgm/index.ts';
import type { Reconstructor } from './reconstructor.ts';

/** Families that turn posed views into Gaussians. If an import contains several, the first of this list is taken. */
export const reconstructors: readonly Reconstructor[] = [gslrm, lgm];
