import { clipTensors } from '../../families/clip/graph.ts';
import { unetTensors } from '../../families/unet/graph.ts';
import { gslrmTensors } from '../../families/gslrm/graph.ts';
import { vaeTensors } from '../../families/vae/graph.ts';
import { encodeHalf } from '../../core/half.ts';
import {
  CLIP,
  embeds,
  exampleFiles,
  GSLRM,
  UNET,
  VAE,
  weightFile,
  type Contents,
} from '../example-checkpoint.ts';
import { writeSafetensors, type PlainTensor } from '../write-safetensors.ts';
import { dictOf, gslrmDict, prefixed, renamedBy } from './weights-of.ts';
import { SavedTensor, torchFile, type Saved } from './write-torch.ts';

/** Files that can be imported. All weights of the GS-LRM in them are 0.125. */
interface ReadRow {
  /** What they are. docs/formats.md has the same words. */
  what: string;
  /** Several members of one kind. */
  contents: readonly (() => Contents)[];
}

const row = (what: string, ...contents: ReadRow['contents']): ReadRow => ({ what, contents });

const dict = gslrmDict();
const names = Object.keys(dict);
const whole = () => torchFile(dict);
const file = (root: Saved) => (): Contents => ({ 'gslrm.pt': torchFile(root) });

/** The weights as a safetensors file of one type. 0.125 is the same in all of them. */
function safetensors(
  type: 'F32' | 'F16' | 'BF16',
  some: Readonly<Record<string, SavedTensor>> = dict,
): Uint8Array<ArrayBuffer> {
  const tensors = Object.entries(some).map(([name, { shape, bytes }]): [string, PlainTensor] => {
    const data = new Float32Array(bytes.slice().buffer);
    const words = new Uint16Array(bytes.slice().buffer).filter((_, i) => i % 2 === 1);
    if (type === 'F32') return [name, { shape, data }];
    return [name, { shape, data: type === 'F16' ? encodeHalf(data) : words, bits: type }];
  });
  return writeSafetensors(new Map(tensors));
}

const some = (from: number, to: number) => Object.fromEntries(Object.entries(dict).slice(from, to));
const HALF = Math.floor(names.length / 2);
const shards =
  (variant: string, more: Contents = {}) =>
  (): Contents => ({
    [`m/gslrm-00001-of-00002${variant}.safetensors`]: safetensors('F32', some(0, HALF)),
    [`m/gslrm-00002-of-00002${variant}.safetensors`]: safetensors('F32', some(HALF, names.length)),
    ...more,
  });
const INDEX = {
  weight_map: Object.fromEntries(
    names.map((name, i) => [name, `gslrm-0000${i < HALF ? 1 : 2}-of-00002.safetensors`]),
  ),
};

const one = new SavedTensor([1], Float32Array.of(9));
const counter = new SavedTensor([1], new BigInt64Array(1), { storage: 'LongStorage' });
const beside: Record<string, Saved> = {
  optimizer: { state: { 0: { exp_avg: one } }, param_groups: [] },
  lr_scheduler: { last_epoch: 3 },
  loss_calculator: { 'vgg.weight': one },
  epoch: 7,
  name: 'mouse',
};

/** diffusers' names of the attention in autoencoders of 2022. */
const OLD = { to_q: 'query', to_k: 'key', to_v: 'value', 'to_out.0': 'proj_attn' };
const oldNames = new Map(
  [...vaeTensors(VAE)].map(([name, shape]) => [
    Object.entries(OLD).reduce((all, [now, old]) => all.replace(`.${now}.`, `.${old}.`), name),
    shape,
  ]),
);

/** Files that are read. */
export const READ: readonly ReadRow[] = [
  row(
    '`.safetensors` with float32, float16 or bfloat16',
    ...(['F32', 'F16', 'BF16'] as const).map((type) => () => ({
      'gslrm.safetensors': safetensors(type),
    })),
  ),
  row(
    '`torch.save(model.state_dict())` of PyTorch 1.6 or newer',
    ...['pt', 'pth', 'bin', 'ckpt'].map((ending) => () => ({ [`gslrm.${ending}`]: whole() })),
  ),
  row(
    'both under other names: `.pth.tar`, `.pkl`, `.tar`, `.model`, `.weights`, or without an ending',
    ...['g.pth.tar', 'g.pkl', 'g.tar', 'g.model', 'g.weights', 'g.txt', 'blobs/3f9a0c'].map(
      (path) => () => ({
        [path]: whole(),
      }),
    ),
    () => ({ 'blobs/3f9a0c': safetensors('F32') }),
  ),
  row(
    'shards (`…-00001-of-00002`), also with `.fp16` before the ending, with their index or without',
    shards(''),
    shards('.fp16'),
    shards('', { 'm/gslrm.safetensors.index.json': INDEX }),
  ),
  row(
    'weights under a key or several, whatever their names are',
    ...['model', 'state_dict', 'params', 'generator', 'my_net'].map((key) => file({ [key]: dict })),
    file({ checkpoint: { state_dict: dict } }),
  ),
  row(
    'names with a prefix (`module.`, `model.`, `net.`, `gslrm.` …)',
    ...['module.', 'model.', 'net.', 'gslrm.', 'model.module.'].map((prefix) =>
      file({ state_dict: prefixed(prefix, dict) }),
    ),
  ),
  row(
    '`_orig_mod.` of torch.compile, anywhere in the names',
    file(prefixed('_orig_mod.', dict)),
    file({ model: prefixed('module._orig_mod.', dict) }),
    file(renamedBy(dict, (name) => name.replace('layers.0.', 'layers.0._orig_mod.'))),
  ),
  row(
    'several models in one file (`model` and `ema`, `params` and `params_ema`)',
    file({ model: gslrmDict(0.5), ema: dict }),
    file({ params: gslrmDict(0.5), params_ema: dict }),
    file({ student: dict, teacher: gslrmDict(0.5) }),
  ),
  row(
    'averaged weights that are not whole, beside the model',
    file({ model: dict, ema: some(0, HALF) }),
    file({ model: dict, ema: { shadow_params: Object.values(dict) } }),
  ),
  row('networks of several kinds in one file (`unet.…`, `vae.…`)', () => ({
    'all.ckpt': torchFile({
      state_dict: {
        ...prefixed('unet.', dictOf(unetTensors(UNET))),
        ...prefixed('vae.', dictOf(vaeTensors({ ...VAE, block_out_channels: [32, 32, 64, 64] }))),
        ...prefixed('image_encoder.', dictOf(clipTensors(CLIP))),
        ...prefixed('gslrm.', dict),
      },
    }),
    'clr_embeds.safetensors': weightFile(embeds(48)),
  })),
  row(
    'optimizer state, losses, schedulers and numbers beside the weights',
    file({ model: dict, ...beside }),
    file({ ...dict, ...beside }),
  ),
  row('counters and other integers beside the weights', file({ ...dict, position_ids: counter })),
  row('one tensor under two names', () => {
    const [first] = names;
    return { 'gslrm.pt': torchFile({ model: { ...dict, tied: dict[first] } }) };
  }),
  row('diffusers’ old names of attention (`query`, `proj_attn`)', () => ({
    ...exampleFiles(),
    'pipeckpts/vae/diffusion_pytorch_model.safetensors': weightFile(oldNames, 'F16'),
    'gslrm/ckpt_0000000000021125.safetensors': weightFile(gslrmTensors(GSLRM)),
  })),
];

const STATES = [
  ...['optimizer.bin', 'scheduler.bin', 'scaler.pt', 'training_args.bin', 'sampler_1.bin'],
  ...['rng_state_0.pth', 'random_states_0.pkl', 'custom_checkpoint_0.pkl'],
];

/** Files that are ignored beside weights, with a note. */
export const IGNORED: readonly ReadRow[] = [
  row('a text encoder', () => ({
    'te/model.safetensors': weightFile(
      new Map([['text_model.embeddings.token_embedding.weight', [4, 4]]]),
    ),
  })),
  row(
    STATES.map((path) => `\`${path}\``).join(', '),
    ...STATES.map((path) => () => ({ [path]: torchFile({ step: one }) })),
  ),
  row('every other file', () => ({ 'README.md': 'a model' })),
];
