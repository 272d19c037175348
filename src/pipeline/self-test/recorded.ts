import recorded from './recorded.json' with { type: 'json' };
import { sampleError, type OutputSamples } from './samples.ts';

const byKey: Readonly<Record<string, OutputSamples>> = recorded;

/** The recorded samples of a network. Undefined for weights that were not recorded. */
const recordedSamples = (key: string): OutputSamples | undefined =>
  Object.hasOwn(byKey, key) ? byKey[key] : undefined;

/** The error against the recording; null if there is none. */
export const recordedError = (key: string, samples: OutputSamples): number | null => {
  const expected = recordedSamples(key);
  return expected ? sampleError(samples, expected) : null;
};
