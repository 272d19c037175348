/** Path of a Chromium on this machine, or null. */
export function findChromium(): string | null;
/** The same, after trying to install one. */
export function ensureChromium(): string | null;
/** Flags of every Chromium that tests and benchmarks start. */
export const QUIET: string[];
/** WebGL2 in software. */
export const WEBGL: string[];
/** WebGPU in software. */
export const WEBGPU: string[];
