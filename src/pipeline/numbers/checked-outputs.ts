import { allFinite } from '../../core/finite.ts';
import type { DeviceTensor, NetworkRunner } from '../../families/runner.ts';
import type { StageContext } from '../context.ts';
import { numbersError, type BrokenOutput } from './numbers-error.ts';

/** Where a tensor on the device comes from. */
type Origin = Omit<BrokenOutput, 'data'>;

/** For tensors that no network made. */
const INPUT: Origin = {
  network: { key: 'input', model: () => Promise.reject(new Error('input')) },
  output: '',
};

/**
 * The functions of a runner that run networks and read outputs. Every output that reaches the CPU is checked: all of its
 * values must be finite. Outputs that stay on the device are not read for this. Only if a check fails, the outputs
 * that are still on the device are read in the order in which they were computed. The error then names the network
 * that made the first broken output.
 *
 * All three throw the AppErrors of `numbersError`.
 */
export function checkedOutputs({
  pack,
  runtime: { sessions },
}: Pick<StageContext, 'pack'> & { runtime: Pick<StageContext['runtime'], 'sessions'> }): Pick<
  NetworkRunner,
  'run' | 'runOnDevice' | 'read' | 'free'
> {
  /** The outputs on the device that were not freed, in the order of computation. */
  const onDevice = new Map<DeviceTensor, Origin>();

  async function firstBroken(found: BrokenOutput): Promise<BrokenOutput> {
    for (const [tensor, origin] of onDevice) {
      // If the device fails now, what was found before counts.
      const [array] = await sessions.read([tensor]).catch(() => []);
      if (array && !allFinite(array.data)) return { ...origin, data: array.data };
    }
    return found;
  }

  const refuse = async (found: BrokenOutput) => {
    throw await numbersError(await firstBroken(found), pack, sessions);
  };

  return {
    async run(network, feeds, names) {
      const outputs = await sessions.run(network, feeds, names);
      for (const output of names) {
        const { data } = outputs[output];
        if (!allFinite(data)) await refuse({ network, output, data });
      }
      return outputs;
    },
    async runOnDevice(network, feeds, names, { blame = network, part } = {}) {
      const outputs = await sessions.runOnDevice(network, feeds, names);
      for (const output of names) onDevice.set(outputs[output], { network: blame, output, part });
      return outputs;
    },
    async read(tensors) {
      const arrays = await sessions.read(tensors);
      for (const [i, { data }] of arrays.entries())
        if (!allFinite(data)) await refuse({ ...(onDevice.get(tensors[i]) ?? INPUT), data });
      return arrays;
    },
    free(tensors) {
      const list = [...tensors];
      for (const tensor of list) onDevice.delete(tensor);
      sessions.free(list);
    },
  };
}
