/**
 * Id of the pack that page and command line use when none is named: the demo pack in models/. Seed, steps and
 * guidance scale have no defaults here, because every pack has its own (`defaults` in pack.json).
 */
export const DEFAULT_PACK = 'mouse-demo';
