/**
 * Id of the demo pack in models/. The page and the command line use this pack if the user names no other.
 * Seed, steps and guidance scale have no defaults here: every pack has defaults for them (`defaults` in
 * pack.json).
 */
export const DEFAULT_PACK = 'mouse-demo';
