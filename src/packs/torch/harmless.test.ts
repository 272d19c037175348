import { expect, test } from 'vitest';
import { isHarmless } from './harmless.ts';

/** Names that torch, numpy and configuration libraries leave in checkpoints. */
const names = [
  'collections OrderedDict',
  '__builtin__ set',
  'builtins list',
  '_codecs encode',
  'copy_reg _reconstructor',
  'typing Any',
  'datetime timedelta',
  'pathlib PosixPath',
  'pathlib._local PosixPath',
  'argparse Namespace',
  'torch FloatStorage',
  'torch.storage UntypedStorage',
  'torch.cuda HalfStorage',
  'torch Size',
  'torch device',
  'torch bfloat16',
  'torch float8_e4m3fn',
  'torch._utils _rebuild_parameter',
  'torch._utils _rebuild_sparse_tensor',
  'torch._tensor _rebuild_from_type_v2',
  'torch.nn.modules.linear Linear',
  'torch.nn.functional relu',
  'torch._C._nn gelu',
  'torch.optim.adamw AdamW',
  'torch.cuda.amp.grad_scaler GradScaler',
  'torch.amp.grad_scaler _refresh_per_optimizer_state',
  'torch.torch_version TorchVersion',
  'numpy dtype',
  'numpy ndarray',
  'numpy float64',
  'numpy.core.multiarray scalar',
  'numpy._core.multiarray _reconstruct',
  'numpy.dtypes Float64DType',
  'numpy.random._pickle __randomstate_ctor',
  'numpy.random.bit_generator __pyx_unpickle_SeedSequence',
  'omegaconf.dictconfig DictConfig',
  'omegaconf.base ContainerMetadata',
  'easydict EasyDict',
  'yacs.config CfgNode',
  'addict.addict Dict',
  'ml_collections.config_dict.config_dict ConfigDict',
  'pytorch_lightning.utilities.parsing AttributeDict',
];

test.each(names)('%s is harmless', (name) => {
  const [module, attribute] = name.split(' ');
  expect(isHarmless(module, attribute)).toBe(true);
  for (const other of [`${attribute}.os`, `${attribute}\nos`, `${attribute} `, ''])
    expect(isHarmless(module, other)).toBe(false);
  for (const other of [`os.${module}`, `x${module}`, `${module}\n`, ''])
    expect(isHarmless(other, attribute)).toBe(false);
});
