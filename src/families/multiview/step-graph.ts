import { GraphBuilder } from '../../graphs/builder.ts';
import { add, mul } from '../../graphs/layers.ts';
import type { Network } from '../runner.ts';

/** The inputs of a step that not every run has. */
interface StepKind {
  /** Whether there is classifier-free guidance. */
  guided: boolean;
  /** Whether noise is added: DDIM's eta is not 0. */
  noisy: boolean;
}

/**
 * One DDIM step as a network, so that the latents stay on the device between two steps:
 * x′ = cx·x + cv·(u + scale·(v − u)) + sigma·z. The constants are those of `ddimSteps`.
 *
 * Inputs, float32: `latents` (x) and `v`, of the given shape, `cx [1]`, `cv [1]`. With guidance also
 * `v_without` (u) and `scale [1]`; without guidance the term in brackets is v. With noise also `noise` (z) and
 * `sigma [1]`. Output: `next` (x′).
 * @param shape shape of the latents of all views
 */
export function ddimStepNetwork(shape: readonly number[], { guided, noisy }: StepKind): Network {
  const build = () => {
    const g = new GraphBuilder({ name: 'ddim step', weights: [] });
    const tensor = (name: string) => g.input(name, 'f32', shape);
    const scalar = (name: string) => g.input(name, 'f32', [1]);
    const latents = tensor('latents');
    let v = tensor('v');
    if (guided) {
      const without = tensor('v_without');
      v = add(g, without, mul(g, g.op('Sub', [v, without]), scalar('scale')));
    }
    let next = add(g, mul(g, latents, scalar('cx')), mul(g, v, scalar('cv')));
    if (noisy) next = add(g, next, mul(g, tensor('noise'), scalar('sigma')));
    g.output('next', next);
    return { graph: g.build(), files: new Map<string, Blob>() };
  };
  return {
    key: `ddim step ${shape.join('×')}${guided ? ' guided' : ''}${noisy ? ' noisy' : ''}`,
    model: async () => build(),
  };
}
