import { expect, test } from 'vitest';
import { isTrainingOnly, withoutCompiled } from './weight-names.ts';

test.each([
  ['_orig_mod.a', 'a'],
  ['module._orig_mod.a.b', 'module.a.b'],
  ['unet._orig_mod.a', 'unet.a'],
  ['b._orig_mod._orig_mod.c', 'b.c'],
  ['a_orig_mod.b', 'a_orig_mod.b'],
  ['_orig_mod', '_orig_mod'],
])('%s without the parts of torch.compile is %s', (name, plain) => {
  expect(withoutCompiled(name)).toBe(plain);
});

test('isTrainingOnly recognises optimizer state and networks of the loss', () => {
  const yes = [
    'optimizer',
    'optimizer_state_dict.state.0.step',
    'module.optimizer.x',
    'loss_calculator.perceptual_loss_module.net.conv1.weight',
    'module.loss_calculator.a',
    'lpips_loss.lin0',
    'state.3.exp_avg',
    'state.3.exp_avg_sq',
    'moments',
    'model.module.lpips_loss.lin0',
    'state.0.step',
    'opt.state.12.momentum_buffer',
  ];
  const no = [
    'transformer_layers.0.norm1.weight',
    'moments_head.weight',
    'my_optimizer.a',
    'loss_calculators.a',
    'exp_average.b',
    'state.a.b',
    'estate.0.b',
  ];
  expect([...yes, ...no].filter(isTrainingOnly)).toEqual(yes);
});
