import { gslrmTensors } from '../../families/gslrm/graph.ts';
import type { TensorList } from '../../graphs/weights.ts';
import { GSLRM } from '../example-checkpoint.ts';
import { SavedTensor } from './write-torch.ts';

/** The tensors of a list, as torch.save takes them. Every number is `value`. */
export const dictOf = (list: TensorList, value = 0.125): Record<string, SavedTensor> =>
  Object.fromEntries(
    [...list].map(([name, shape]) => {
      const count = shape.reduce((a, b) => a * b, 1);
      return [name, new SavedTensor(shape, new Float32Array(count).fill(value))];
    }),
  );

/** The weights of the example's GS-LRM, the smallest network that makes a pack alone. Every number is `value`. */
export const gslrmDict = (value?: number): Record<string, SavedTensor> =>
  dictOf(gslrmTensors({ ...GSLRM, d: 16, d_head: 16, layers: 1 }), value);

/** The same dict with another name for each entry. */
export const renamedBy = <T>(
  dict: Readonly<Record<string, T>>,
  rename: (name: string) => string,
): Record<string, T> =>
  Object.fromEntries(Object.entries(dict).map(([name, value]) => [rename(name), value]));

/** A dict with a prefix before every name. */
export const prefixed = <T>(prefix: string, dict: Readonly<Record<string, T>>) =>
  renamedBy(dict, (name) => prefix + name);
