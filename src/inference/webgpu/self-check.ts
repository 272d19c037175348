import type { Compute } from '../../graphs/builder.ts';
import { relativeError } from '../../core/relative-error.ts';
import type { OrtModule, Provider } from '../engine.ts';
import { buildProbes, type Probes } from './probes.ts';

/** The largest error of a self-check. */
export interface Finding {
  /** What was computed, e.g. `attention of 77 tokens`; what went wrong, where nothing was. */
  what: string;
  /** As a share of the output's range; 1 where it is no number, or nothing was computed. */
  error: number;
  /** Whether rounding explains it. */
  right: boolean;
  /** True where nothing was computed: the check threw, or the device was lost. */
  failed?: true;
}

/** Outputs by name. */
export type Results = ReadonlyMap<string, Float32Array>;

/**
 * The largest share of the range that rounding explains. On two software GPUs right kernels differed by up to 2e-6 in
 * single and 5e-3 in half precision, wrong ones by 3e-2 and more in either.
 */
const TOLERANCE: Record<Compute, number> = { f32: 5e-4, f16: 1.5e-2 };

/**
 * What the CPU computes, for `selfCheck`.
 * @throws whatever onnxruntime throws
 */
export const expectation = (ort: OrtModule, cpu: 'wasm' | 'cpu'): Promise<Results> =>
  compute(ort, cpu, buildProbes('f32'));

/**
 * Computes a little of everything on a GPU.
 * @param expected what the CPU computes
 * @param half whether networks may be computed in half precision there; then both precisions are checked
 * @returns the largest error, of the precision that is wrong where one is. Never rejects: a GPU that cannot run the
 *   check is of as little use as one that computes wrong
 */
export async function selfCheck(
  ort: OrtModule,
  gpu: Provider,
  expected: Results,
  half: boolean,
): Promise<Finding> {
  try {
    const findings: Finding[] = [];
    for (const precision of half ? (['f32', 'f16'] as const) : (['f32'] as const)) {
      const worst = worstOf(expected, await compute(ort, gpu, buildProbes(precision)));
      const finding = { ...worst, right: worst.error <= TOLERANCE[precision] };
      if (!finding.right) return finding;
      findings.push(finding);
    }
    return findings.reduce((a, b) => (b.error > a.error ? b : a));
  } catch (error) {
    return failure(error);
  }
}

/** The finding where nothing could be computed. */
export const failure = (error: unknown): Finding => ({
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

function worstOf(expected: Results, actual: Results): Pick<Finding, 'what' | 'error'> {
  let worst = { what: '', error: -1 };
  for (const [what, values] of expected) {
    const error = relativeError(actual.get(what), values);
    if (error > worst.error) worst = { what, error };
  }
  return worst;
}
