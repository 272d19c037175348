import { guessedOwner } from './rig-owner.ts';
import type { Rank } from './family.ts';

/**
 * Prefers a fine-tune to FaceLift's weights, then the latest training step. If the steps are equal,
 * averaged (EMA) weights come first.
 */
export const latestStep: Rank = ({ path }) => {
  const step = /checkpoint-(\d+)\/|ckpt_(\d+)\./.exec(path);
  return [
    guessedOwner(path) === 'facelift' ? 0 : 1,
    step ? Number(step[1] ?? step[2]) + 1 : 0,
    /(^|\/)\w*_ema\//.test(path) ? 1 : 0,
  ];
};

/** Puts diffusers' variants of a file last: another precision, or weights that are not averaged. */
export const mainVariant: Rank = ({ path }) => [
  /\.(fp16|bf16|fp32|non_ema)\.[^/]*$/.test(path) ? 0 : 1,
];

/** Prefers weights that were trained with the cameras that the pack will have. */
export const sameOwner: Rank = ({ path }, { owner }) => [guessedOwner(path) === owner ? 1 : 0];

/** Prefers safetensors to pickles. */
export const safetensorsFirst: Rank = ({ path }) => [/\.safetensors$/.test(path) ? 1 : 0];
