/** A number of denoising steps, and the time of the denoising as a fraction of that with the pack's own number. */
export interface StepChoice {
  steps: number;
  /** 0…1. */
  time: number;
}

/** Packs with fewer steps are offered no choices. */
const MANY_STEPS = 20;

/**
 * The choices for a pack that was made for many steps: 50, 20 and 10 if its own number is 50. Every step takes equally
 * long. Empty for packs with few steps, such as the demo pack.
 * @param own the pack's default number of steps
 */
export const stepChoices = (own: number): StepChoice[] =>
  own < MANY_STEPS
    ? []
    : [1, 0.4, 0.2]
        .map((part) => Math.round(part * own))
        .map((steps) => ({ steps, time: steps / own }));
