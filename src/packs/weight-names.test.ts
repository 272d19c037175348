import { expect, test } from 'vitest';
import { isTrainingOnly, stripWrappers } from './weight-names.ts';

const strip = (...names: string[]) => [
  ...stripWrappers(new Map(names.map((name) => [name, 0]))).keys(),
];

test('prefixes are removed if every name has them', () => {
  expect(strip('module.a', 'module.b.c')).toEqual(['a', 'b.c']);
  expect(strip('module._orig_mod.a', 'module._orig_mod.b')).toEqual(['a', 'b']);
  expect(strip('model.net.a', 'model.net.b')).toEqual(['a', 'b']);
  expect(strip('generator.a')).toEqual(['a']);
  expect(strip('unet._orig_mod.a', 'vae.b')).toEqual(['unet.a', 'vae.b']);
  expect(strip('_orig_mod.a', 'b._orig_mod._orig_mod.c')).toEqual(['a', 'b._orig_mod.c']);
  expect(strip('x._orig_mod.a', 'x.a')).toEqual(['x._orig_mod.a', 'x.a']);
  expect(strip('module.a', 'b')).toEqual(['module.a', 'b']);
  expect(strip('module.a', 'module.')).toEqual(['module.a', 'module.']);
  expect(strip('modules.a')).toEqual(['modules.a']);
  expect(strip()).toEqual([]);
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
  ];
  const no = [
    'transformer_layers.0.norm1.weight',
    'moments_head.weight',
    'my_optimizer.a',
    'loss_calculators.a',
    'exp_average.b',
  ];
  expect([...yes, ...no].filter(isTrainingOnly)).toEqual(yes);
});
