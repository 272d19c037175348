/** Path of a Chromium on this machine, or null. The order of the search is in chromium.mjs. */
export function findChromium(): string | null;
/** Path of a Chromium on this machine. Tries to install one when there is none; null when that fails. */
export function ensureChromium(): string | null;
/** Flags of every Chromium that tests and benchmarks start: no requests to the outside. */
export const QUIET: string[];
/** Flags for WebGL2 in software (SwiftShader). */
export const WEBGL: string[];
/** Flags for WebGPU in software (SwiftShader). */
export const WEBGPU: string[];
