import type { WeightEntry } from '../../graphs/weights.ts';
import type { WeightSource } from './parts.ts';

/** New names of the VAE's attention layers in diffusers, by the names in older files. */
const OLD_ATTENTION: Readonly<Record<string, string>> = {
  query: 'to_q',
  key: 'to_k',
  value: 'to_v',
  proj_attn: 'to_out.0',
};

const OLD = /^(.*\.attentions\.\d+)\.(query|key|value|proj_attn)\.(weight|bias)$/;

const current = (name: string): string => {
  const match = OLD.exec(name);
  return match ? `${match[1]}.${OLD_ATTENTION[match[2]]}.${match[3]}` : name;
};

/** The same tensors, with old names replaced by the names of newer diffusers versions. */
export const withCurrentNames = ({ index, blob }: WeightSource): WeightSource => {
  const tensors = new Map<string, WeightEntry>();
  for (const [name, entry] of index.tensors) tensors.set(current(name), entry);
  return { blob, index: { ...index, tensors } };
};
