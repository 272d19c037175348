import { PLACEMENTS } from '../../core/camera/place-rig.ts';
import { TURN_LIMITS } from '../../core/camera/turntable.ts';
import { CENTRINGS } from '../../core/image/centrings.ts';
import { backgroundOf } from '../../core/rasterize/background.ts';
import type { RequestedSettings } from '../../worker/protocol.ts';
import { GUIDANCE_MAX, SEED_MAX, STEPS_MAX } from '../url.ts';

type Check = (value: unknown) => boolean;

const within =
  ({ min, max }: { min: number; max: number }, whole = false): Check =>
  (value) =>
    typeof value === 'number' &&
    value >= min &&
    value <= max &&
    (!whole || Number.isInteger(value));

const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);

const isFlag: Check = (value) => typeof value === 'boolean';

/** Pixels, or a number of views. */
const count = (max: number) => within({ min: 1, max }, true);

/** Which values each setting takes. TypeScript reports a setting that is missing here. */
const CHECKS: Record<keyof RequestedSettings, Check> = {
  // They belong to one photo, not to the settings of the page.
  corrections: () => false,
  seed: within({ min: 0, max: SEED_MAX }, true),
  steps: within({ min: 1, max: STEPS_MAX }, true),
  guidance: within({ min: 1, max: GUIDANCE_MAX }),
  eta: within({ min: 0, max: 1 }),
  splitGuidance: isFlag,
  viewCount: count(64),
  viewSize: count(4096),
  pruneBackground: isFlag,
  centring: oneOf(...CENTRINGS),
  turntableSize: count(4096),
  turntableElevationDeg: within(TURN_LIMITS.elevationDeg),
  turntableFrames: within(TURN_LIMITS.frames, true),
  turntableFps: within(TURN_LIMITS.fps),
  turntableRadius: within(TURN_LIMITS.radius),
  turntableBackground: (value) => typeof value === 'string' && backgroundOf(value) !== null,
  placement: oneOf(...PLACEMENTS),
  frame: oneOf('model', 'lab'),
  ply: oneOf('standard', 'facelift'),
  filters: oneOf('pack', 'none', 'facelift'),
};

const isName = (name: string): name is keyof RequestedSettings => Object.hasOwn(CHECKS, name);

/**
 * The settings in a value of unknown origin.
 * @returns `refused`: names of those that this page does not know, or whose values it does not take
 */
export function settingsIn(value: unknown): {
  settings: Partial<RequestedSettings>;
  refused: string[];
} {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const isGood = ([name, each]: [string, unknown]) => isName(name) && CHECKS[name](each);
  return {
    settings: Object.fromEntries(entries.filter(isGood)) as Partial<RequestedSettings>,
    refused: entries.filter((entry) => !isGood(entry)).map(([name]) => name),
  };
}
