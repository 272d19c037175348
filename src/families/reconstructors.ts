import { gslrm } from './gslrm/index.ts';
import { lgm } from './lgm/index.ts';
import type { Reconstructor } from './reconstructor.ts';

/**
 * Families that turn posed views into Gaussians. If an import contains several reconstructors, it uses the one
 * that comes first in this list.
 */
export const reconstructors: readonly Reconstructor[] = [gslrm, lgm];
