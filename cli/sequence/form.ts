import { indices, number, required, text } from '../arguments.ts';
import { UsageError, type Arguments } from '../command.ts';
import {
  given,
  machineOptionsOf,
  outputOf,
  PHOTO_ONLY,
  photoOptionsOf,
  POSED_ONLY,
  posedOptionsOf,
} from '../reconstruct/form.ts';

/** How the films are made, and of which frames. */
const filmOf = (args: Arguments) => ({
  range: {
    start: number(args, 'start-frame', { min: 0, max: 1e6, whole: true }) ?? 0,
    count: number(args, 'num-frames', { min: 1, max: 1e6, whole: true }),
  },
  fps: number(args, 'fps', { min: 1, max: 240 }) ?? 30,
  renderViews: indices(args, 'render-views'),
  renderSize: number(args, 'render-size', { min: 16, max: 4096, whole: true }),
  cameras: text(args, 'cameras'),
  smooth: args.values.smooth === true,
});

/** Where the frames are, and the options that only such frames have. */
function sourceOf(args: Arguments) {
  const { positionals } = args;
  if (text(args, 'data') === undefined) {
    const posedOnly = given(args, POSED_ONLY);
    if (posedOnly) throw new UsageError(`--${posedOnly} can only be used with --data.`);
    if (positionals.length !== 1)
      throw new UsageError(
        `sequence takes one folder of photos, or --data, not ${positionals.length} folders.`,
      );
    return { kind: 'photos', input: positionals[0] } as const;
  }
  if (positionals.length > 0)
    throw new UsageError(`--data takes no photos, but ${positionals[0]} is given.`);
  const photoOnly = given(args, PHOTO_ONLY);
  if (photoOnly) throw new UsageError(`--${photoOnly} cannot be used with --data.`);
  const options = posedOptionsOf(args);
  if (options.placed.placement === 'per-camera')
    throw new UsageError(
      'sequence cannot use --placement per-camera, which has no way back into one frame.',
    );
  return { kind: 'samples', input: required(args, 'data'), ...options } as const;
}

/** The options of `sequence`, checked. This happens before any work is done. */
export const readForm = (args: Arguments) => ({
  ...machineOptionsOf(args),
  ...photoOptionsOf(args),
  output: outputOf(args),
  film: filmOf(args),
  source: sourceOf(args),
});

export type SequenceForm = ReturnType<typeof readForm>;
