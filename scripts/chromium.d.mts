/** Path of a Chromium on this machine, or null. The order of the search is in chromium.mjs. */
export function findChromium(): string | null;
/** Path of a Chromium on this machine. If none is found, tries to install one. Null if that fails. */
export function ensureChromium(): string | null;
/** Flags for Chromium in tests and benchmarks. They stop requests to other servers, and switch off the sandbox. */
export const QUIET: string[];
/** Flags for WebGL2 in software (SwiftShader). */
export const WEBGL: string[];
/** Flags for WebGPU in software (SwiftShader). */
export const WEBGPU: string[];
/** A script that a page runs first: it fetches nothing before a run. For tests and benchmarks that watch the downloads of runs. */
export const NOTHING_AHEAD: string;
