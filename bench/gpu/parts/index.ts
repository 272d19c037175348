/** What a driver needs to know about a part. */
export interface PartFacts {
  name: string;
  /** Pieces that are measured one after the other, each in a worker or process of its own. */
  pieces: readonly string[];
  /** Seconds after which a piece is ended. */
  limitS: number;
  /** The same with `software`. */
  softwareLimitS: number;
  /** The same with `short`, for each piece. */
  shortLimitsS: readonly number[];
}

/** All parts that the page can run, in the order of the measurement: what may be wrong first, then the large networks. */
export const PARTS: readonly PartFacts[] = [
  {
    name: 'attention',
    pieces: ['f32', 'f16'],
    limitS: 90,
    softwareLimitS: 90,
    shortLimitsS: [40, 40],
  },
  {
    name: 'demo',
    pieces: ['webgpu', 'wasm'],
    limitS: 75,
    softwareLimitS: 300,
    shortLimitsS: [30, 30],
  },
  { name: 'agreement', pieces: ['files'], limitS: 150, softwareLimitS: 300, shortLimitsS: [30] },
  {
    name: 'official',
    pieces: ['unet-guided', 'gslrm', 'unet', 'vae-decoder', 'vae-encoder', 'clip'],
    limitS: 90,
    softwareLimitS: 100,
    shortLimitsS: [50, 45, 15, 15, 10, 15],
  },
  {
    name: 'rasterizer',
    pieces: ['draw', 'sort'],
    limitS: 40,
    softwareLimitS: 40,
    shortLimitsS: [15, 15],
  },
];

/** Seconds for the search of a GPU and for PyTorch, which are no parts of the page. */
export const OTHER_LIMITS_S = {
  adapter: { usual: 120, short: 60 },
  pytorch: { usual: 150, short: 60 },
} as const;

/** Seconds that a whole measurement with `short` takes at most. */
export const SHORT_S = 540;

/** Steps per piece and turn: `demo` has a first and a second visit. */
export const stepsOf = ({ name }: PartFacts): number => (name === 'demo' ? 2 : 1);
