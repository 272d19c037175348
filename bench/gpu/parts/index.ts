/** What a driver needs to know about a part. */
export interface PartFacts {
  name: string;
  /** Pieces that are measured one after the other, each in a worker or process of its own. */
  pieces: readonly string[];
  /** Seconds after which a piece is ended. */
  limitS: number;
  /** The same with `software`. */
  softwareLimitS: number;
}

/** All parts that the page can run, in the order of the measurement. */
export const PARTS: readonly PartFacts[] = [
  { name: 'attention', pieces: ['f32', 'f16'], limitS: 90, softwareLimitS: 90 },
  { name: 'demo', pieces: ['webgpu', 'wasm'], limitS: 75, softwareLimitS: 300 },
  { name: 'agreement', pieces: ['files'], limitS: 150, softwareLimitS: 300 },
  { name: 'rasterizer', pieces: ['draw', 'sort'], limitS: 40, softwareLimitS: 40 },
  {
    name: 'official',
    pieces: ['unet-guided', 'unet', 'vae-encoder', 'vae-decoder', 'clip', 'gslrm'],
    limitS: 90,
    softwareLimitS: 100,
  },
];
