import { contentRows, networkRows } from './refused-contents.ts';
import { formatRows } from './refused-formats.ts';
import type { RefusedRow } from './refused-row.ts';

/** Files that cannot be imported, several of each kind. */
export const REFUSED: readonly RefusedRow[] = [...formatRows, ...contentRows, ...networkRows];
