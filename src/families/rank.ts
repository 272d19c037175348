import { hintedOwner } from './rig-owner.ts';
import type { Rank } from './family.ts';

/**
 * A fine-tune goes before the base that it came from, the latest step first. Averaged weights go before the last ones
 * of the same step.
 */
export const latest: Rank = ({ path }) => {
  const step = /checkpoint-(\d+)\/|ckpt_(\d+)\./.exec(path);
  return [
    hintedOwner(path) === 'facelift' ? 0 : 1,
    step ? Number(step[1] ?? step[2]) + 1 : 0,
    /(^|\/)\w*_ema\//.test(path) ? 1 : 0,
  ];
};

/** diffusers puts variants beside a file: another precision, or weights that are not averaged. They come last. */
export const plain: Rank = ({ path }) => [/\.(fp16|bf16|fp32|non_ema)\.[^/]*$/.test(path) ? 0 : 1];

/** Trained with the cameras that the pack will have. */
export const related: Rank = ({ path }, { owner }) => [hintedOwner(path) === owner ? 1 : 0];

/** safetensors go before pickles. */
export const safe: Rank = ({ path }) => [/\.safetensors$/.test(path) ? 1 : 0];
