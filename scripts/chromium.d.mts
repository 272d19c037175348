/** Path of a Chromium on this machine, or null. */
export function findChromium(): string | null;
/** The same, after trying to install one. */
export function ensureChromium(): string | null;
