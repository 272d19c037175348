import type { Compute } from '../../graphs/builder.ts';
import { relativeError } from '../../core/relative-error.ts';
import type { OrtModule, Provider } from '../engine.ts';
import type { Finding } from './finding.ts';
import { buildProbes, type Probes } from './probes.ts';

/** Outputs by name. */
type Results = ReadonlyMap<string, Float32Array>;

/**
 * The largest error that counts as rounding, as a fraction of the output's range. Measured on two software
 * GPUs: correct kernels differed by up to 2e-6 in single precision and 5e-3 in half precision. Wrong kernels
 * differed by at least 3e-2 in both precisions.
 */
const TOLERANCE: Record<Compute, number> = { f32: 5e-4, f16: 1.5e-2 };

/**
 * The outputs of the probes on the CPU, for `selfCheck`.
 * @throws what onnxruntime throws
 */
export async function expectedResults(ort: OrtModule, cpu: 'wasm' | 'cpu'): Promise<Results> {
  const all = new Map<string, Float32Array>();
  for (const probes of buildProbes('f32'))
    for (const [name, values] of await compute(ort, cpu, probes)) all.set(name, values);
  return all;
}

/**
 * Computes the probes on a GPU, and compares the outputs with the CPU's. Never rejects: an exception becomes a
 * finding with `failed`, because a GPU that cannot run the check cannot be used.
 * @param expected the result of `expectedResults`
 * @param half whether networks may run in half precision on this GPU. If so, both precisions are checked
 * @returns the finding with the largest error. If one graph of probes is wrong, the largest error in that graph: the
 *   check ends there, because compiling the shaders of the others would take long
 */
export async function selfCheck(
  ort: OrtModule,
  gpu: Provider,
  expected: Results,
  half: boolean,
): Promise<Finding> {
  try {
    const findings: Finding[] = [];
    for (const precision of half ? (['f32', 'f16'] as const) : (['f32'] as const))
      for (const probes of buildProbes(precision)) {
        const worst = largestError(expected, await compute(ort, gpu, probes), probes.outputs);
        const finding = { ...worst, right: worst.error <= TOLERANCE[precision] };
        if (!finding.right) return finding;
        findings.push(finding);
      }
    return findings.reduce((a, b) => (b.error > a.error ? b : a));
  } catch (error) {
    return failedFinding(error);
  }
}

/** The finding for a check in which nothing could be computed. */
export const failedFinding = (error: unknown): Finding => ({
  what: String(error),
  error: 1,
  right: false,
  failed: true,
});

async function compute(
  ort: OrtModule,
  provider: Provider,
  { bytes, feeds, outputs }: Probes,
): Promise<Results> {
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: [provider],
    logSeverityLevel: 3,
  });
  try {
    const tensors = Object.entries(feeds).map(
      ([name, { data, shape }]) => [name, new ort.Tensor('float32', data, shape)] as const,
    );
    const results = await session.run(Object.fromEntries(tensors), outputs);
    const values = new Map<string, Float32Array>();
    for (const name of outputs)
      values.set(name, (await results[name].getData(true)) as Float32Array);
    return values;
  } finally {
    await session.release();
  }
}

function largestError(
  expected: Results,
  actual: Results,
  outputs: readonly string[],
): Pick<Finding, 'what' | 'error'> {
  let worst = { what: '', error: -1 };
  for (const what of outputs) {
    const error = relativeError(actual.get(what), expected.get(what)!);
    if (error > worst.error) worst = { what, error };
  }
  return worst;
}
