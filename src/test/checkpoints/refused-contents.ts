import { unetTensors } from '../../families/unet/graph.ts';
import { vaeTensors } from '../../families/vae/graph.ts';
import { exampleFiles, UNET, VAE, weightFile, type Contents } from '../example-checkpoint.ts';
import { gslrmDict, prefixed, renamedBy } from './weights-of.ts';
import { SavedObject, SavedTensor, torchFile, type Saved } from './write-torch.ts';
import { row, type RefusedRow } from './refused-row.ts';

const file = (root: Saved): Contents => ({ 'gslrm.pt': torchFile(root) });

const one = new SavedTensor([2], new Float32Array(2));
const adam = {
  state: { 0: { step: one, exp_avg: one, exp_avg_sq: one } },
  param_groups: [{ lr: 1, params: [0] }],
};

/** The example's GS-LRM with one tensor replaced. */
const withTensor = (name: string, change: (tensor: SavedTensor) => SavedTensor) => {
  const dict = gslrmDict();
  return file({ ...dict, [name]: change(dict[name]) });
};

/** Some layer with two axes that are longer than 1. */
const LINEAR = 'transformer_layers.0.attn.fc.weight';
const restrided = (strides: (shape: readonly number[]) => number[]) =>
  withTensor(
    LINEAR,
    ({ shape, bytes }) => new SavedTensor(shape, bytes, { strides: strides(shape) }),
  );
const withValue = (value: number) =>
  withTensor(LINEAR, ({ shape, bytes }) => {
    const numbers = new Float32Array(bytes.length / 4).fill(0.1);
    numbers[3] = value;
    return new SavedTensor(shape, numbers);
  });

/** A safetensors file whose tensors have these types, eight bytes of zeros each. */
function typed(types: Readonly<Record<string, string>>): Contents {
  const size = (dtype: string) => ({ F64: 8, I64: 8, C64: 8, F32: 4, F16: 2, F4: 0.5 })[dtype] ?? 1;
  const header = Object.fromEntries(
    Object.entries(types).map(([name, dtype], i) => [
      name,
      { dtype, shape: [8 / size(dtype)], data_offsets: [8 * i, 8 * i + 8] },
    ]),
  );
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + 8 * Object.keys(types).length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return { 'gslrm.safetensors': bytes };
}

/** A LoRA with the names of one program. */
const lora = (...names: string[]) =>
  file(Object.fromEntries(names.map((name) => [name, new SavedTensor([4], new Float32Array(4))])));

const nested = (depth: number): Saved => (depth === 0 ? one : { a: nested(depth - 1) });

/** Files that can be read, but contain no weights that can be used. */
export const contentRows: readonly RefusedRow[] = [
  row('a whole model (`torch.save(model)`)', 'whole-module', () =>
    file(new SavedObject('torch.nn.modules.container', 'Sequential')),
  ),
  row('a whole model under a key', 'whole-module', () =>
    file({ epoch: 3, model: new SavedObject('torch.nn.modules.container', 'Sequential') }),
  ),
  row(
    'a class of the training program',
    'own-class',
    () => file({ model: gslrmDict(), config: new SavedObject('mylab.config', 'TrainConfig') }),
    'checkpoint-unsafe',
  ),
  row(
    'a class of the training script',
    'own-class',
    () => file(new SavedObject('__main__', 'Net')),
    'checkpoint-unsafe',
  ),
  {
    what: 'a function, for example `os.system`',
    fault: undefined,
    code: 'checkpoint-unsafe',
    contents: () => file({ model: gslrmDict(), hook: new SavedObject('posix', 'system') }),
  },
  {
    what: 'a class of Python itself',
    fault: undefined,
    code: 'checkpoint-unsafe',
    contents: () => file({ model: gslrmDict(), hook: new SavedObject('ctypes', 'CDLL') }),
  },
  row('a list of tensors', 'nameless', () => file([one, one])),
  row('averages of torch_ema (`shadow_params`)', 'nameless', () =>
    file({ decay: 1, shadow_params: [one, one] }),
  ),
  row('NumPy arrays', 'numpy', () =>
    file({ 'layer.weight': new SavedObject('numpy._core.multiarray', '_reconstruct') }),
  ),
  row('the state of an optimizer', 'optimizer-only', () => file(adam)),
  row('the state of an optimizer under a key', 'optimizer-only', () =>
    file({ optimizer: adam, epoch: 3 }),
  ),
  row('LoRA of diffusers', 'lora-only', () =>
    lora('unet.conv_in.lora.down.weight', 'unet.attn1.to_q.lora.up.weight'),
  ),
  row('LoRA of PEFT', 'lora-only', () =>
    lora('base_model.model.to_q.lora_A.weight', 'base_model.model.to_q.lora_B.weight'),
  ),
  row('LoRA of kohya', 'lora-only', () =>
    lora('lora_unet_mid_to_q.lora_down.weight', 'lora_unet_mid_to_q.alpha'),
  ),
  row('only numbers and texts', 'no-weights', () =>
    file({ epoch: 3, name: 'mouse', loss: new SavedObject('numpy._core.multiarray', 'scalar') }),
  ),
  row('only counters', 'no-weights', () => typed({ steps: 'I64' })),
  row('more than 16 dicts inside each other', 'limits', () => file({ model: nested(20) })),

  row('float64', 'number-types', () => typed({ a: 'F64', b: 'F64' })),
  row('float64 of PyTorch', 'number-types', () =>
    file({ a: new SavedTensor([2], new Float64Array(2), { storage: 'DoubleStorage' }) }),
  ),
  row('one float64 tensor that the network needs', 'number-types', () =>
    withTensor(
      LINEAR,
      ({ shape, bytes }) =>
        new SavedTensor(shape, new Float64Array(bytes.length / 4), { storage: 'DoubleStorage' }),
    ),
  ),
  row('8-bit floats', 'number-types', () => typed({ a: 'F8_E4M3', b: 'F8_E5M2', c: 'F32' })),
  row('8-bit floats of PyTorch', 'number-types', () =>
    file({
      a: new SavedTensor([8], new Uint8Array(8), {
        storage: 'UntypedStorage',
        dtype: 'float8_e4m3fn',
      }),
    }),
  ),
  row('4-bit floats', 'number-types', () => typed({ a: 'F4', b: 'F4' })),
  row('weights of 8 bits (bitsandbytes, GPTQ)', 'quantised', () =>
    typed({ 'a.weight': 'I8', 'b.weight': 'U8', 'c.bias': 'F16' }),
  ),
  row('one tensor of 8 bits that the network needs', 'quantised', () =>
    withTensor(
      LINEAR,
      ({ shape, bytes }) =>
        new SavedTensor(shape, new Uint8Array(bytes.length / 4), { storage: 'CharStorage' }),
    ),
  ),
  row('a transposed tensor', 'strided', () => restrided(([, width]) => [1, width])),
  row('a tensor with channels last', 'strided', () =>
    withTensor(
      'patch_embedder.1.weight',
      ({ shape, bytes }) => new SavedTensor(shape, bytes, { strides: [1, shape[0]] }),
    ),
  ),
  row('an expanded tensor', 'strided', () => restrided(() => [0, 1])),
  row('a lazy negative', 'negated', () =>
    withTensor(LINEAR, ({ shape, bytes }) => new SavedTensor(shape, bytes, { negated: true })),
  ),
  row('NaN in a tensor', 'not-finite', () => withValue(NaN)),
  row('infinity in a tensor', 'not-finite', () => withValue(-Infinity)),
  row('a value beyond 65504, with 16-bit floats', 'half-range', () => withValue(70_000)),
];

const unetFiles = (config: object, list = unetTensors(UNET)): Contents => ({
  'unet/config.json': config,
  'unet/model.safetensors': weightFile(list),
});
const unetWithout = (start: string) =>
  new Map([...unetTensors(UNET)].filter(([name]) => !name.startsWith(start)));

/** Networks that are not complete, or not of a kind that can be imported. */
export const networkRows: readonly RefusedRow[] = [
  row(
    'a tensor is missing',
    'tensors-missing',
    () => {
      const dict = Object.entries(gslrmDict()).filter(([name]) => name !== LINEAR);
      return file({ model: Object.fromEntries(dict) });
    },
    'checkpoint-unfit',
  ),
  row(
    'a tensor is missing, and the config.json is right',
    'tensors-missing',
    () => unetFiles(UNET, unetWithout('conv_norm_out.bias')),
    'checkpoint-unfit',
  ),
  row(
    'a tensor has another shape',
    'tensors-reshaped',
    () => withTensor(LINEAR, () => new SavedTensor([3, 3], new Float32Array(9))),
    'checkpoint-unfit',
  ),
  row(
    'a config.json of another UNet',
    'config-of-others',
    () => unetFiles({ ...UNET, cross_attention_dim: 96 }),
    'checkpoint-unfit',
  ),
  row(
    'a config.json without a value that the network needs',
    'config-value',
    () => {
      const config = Object.entries(UNET).filter(([key]) => key !== 'sample_size');
      return unetFiles(Object.fromEntries(config));
    },
    'checkpoint-unfit',
  ),
  row(
    'a scheduler of another kind',
    'config-value',
    () => ({
      ...exampleFiles(),
      'pipeckpts/scheduler/scheduler_config.json': {
        ...(exampleFiles()['pipeckpts/scheduler/scheduler_config.json'] as object),
        beta_schedule: 'linear',
      },
    }),
    'checkpoint-unfit',
  ),
  row(
    'a gap in the numbered layers',
    'layers-missing',
    () => unetFiles(UNET, unetWithout('up_blocks.0.')),
    'checkpoint-unfit',
  ),
  row(
    'an index of another checkpoint',
    'index-of-others',
    () => ({
      'unet/a.safetensors': weightFile(unetTensors(UNET)),
      'unet/a.safetensors.index.json': { weight_map: { 'conv_in.bias2': 'a.safetensors' } },
    }),
    'checkpoint-unfit',
  ),
  row(
    'networks of two models',
    'not-one-model',
    () => {
      const narrow = { ...VAE, latent_channels: 8 };
      return {
        ...exampleFiles(),
        'pipeckpts/vae/config.json': narrow,
        'pipeckpts/vae/diffusion_pytorch_model.safetensors': weightFile(vaeTensors(narrow)),
      };
    },
    'checkpoint-unfit',
  ),
  row(
    'a GS-LRM with other inputs',
    'unsupported-network',
    () =>
      withTensor(
        'patch_embedder.1.weight',
        ({ shape }) => new SavedTensor([shape[0], 6 * 64], new Float32Array(shape[0] * 6 * 64)),
      ),
    'checkpoint-unfit',
  ),
  row(
    'a UNet with other blocks',
    'unsupported-network',
    () => unetFiles({ ...UNET, down_block_types: ['AttnDownBlock2D', 'DownBlock2D'] }),
    'checkpoint-unfit',
  ),
  row(
    'a GS-LRM that is too deep',
    'unsupported-network',
    () => {
      const layer = Object.entries(gslrmDict()).filter(([name]) =>
        name.startsWith('transformer_layers.0.'),
      );
      const more = Array.from({ length: 130 }, (_, i) =>
        renamedBy(Object.fromEntries(layer), (name) => name.replace('.0.', `.${i}.`)),
      );
      return file({ ...gslrmDict(), ...Object.assign({}, ...more) } as Saved);
    },
    'config-invalid',
  ),
  {
    what: 'a shard is missing',
    fault: undefined,
    code: 'checkpoint-incomplete',
    contents: () => ({
      'gslrm-00001-of-00002.bin': torchFile(prefixed('model.', gslrmDict())),
    }),
  },
];
