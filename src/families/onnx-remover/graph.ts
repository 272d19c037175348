import { AppError } from '../../core/errors.ts';
import { ELEMENT } from '../../graphs/onnx.ts';
import { readOnnx, type OnnxSummary, type OnnxValue } from '../../graphs/onnx-read.ts';

/** The checked graph of a background remover. */
export interface RemoverGraph {
  /** Name of the graph's only input, `[1, 3, side, side]`. */
  input: string;
  /** Name of the graph's first output, the mask, `[1, 1, side, side]`. */
  output: string;
  /** Pixels along a side; null if the graph takes any size. */
  side: number | null;
  summary: OnnxSummary;
}

/** protobuf cannot read a message of 2 GiB or more, and so onnxruntime cannot. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * Domains of the operators that onnxruntime has. Files that onnxruntime's tools have optimised use the second
 * domain.
 */
const DOMAINS = ['', 'com.microsoft'];

/** The error for a refused file. `why` continues a sentence that begins with the file's name. */
export const unknownRemover = (file: string, why: string, cause?: unknown): AppError =>
  new AppError('remover-unknown', {
    message: `${file} ${why}`,
    stage: 'load',
    values: { file, reason: why },
    cause,
  });

const describe = ({ name, shape }: OnnxValue) =>
  `${name} [${shape?.map((size) => size ?? '?').join() ?? '?'}]`;

/** Whether a declared shape can be `expected`. In both shapes, null stands for any size. */
const hasShape = ({ shape, elementType }: OnnxValue, expected: readonly (number | null)[]) =>
  elementType === ELEMENT.f32 &&
  (shape === null ||
    (shape.length === expected.length &&
      shape.every((size, i) => size === null || expected[i] === null || size === expected[i])));

/**
 * Checks that an ONNX file can be a background remover. The only input must be an RGB picture, and the first
 * output a mask of one channel. Weights must be in this file, and all operators must be onnxruntime's. Weights
 * are not read.
 *
 * @throws AppError `remover-unknown` with the reason
 */
export async function readRemoverGraph(blob: Blob, file: string): Promise<RemoverGraph> {
  if (blob.size > MAX_BYTES) throw unknownRemover(file, 'is 2 GiB or larger');
  let summary: OnnxSummary;
  try {
    summary = await readOnnx(blob);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw unknownRemover(file, `is not an ONNX model (${cause.message})`, cause);
  }
  const { inputs, outputs, domains, external, functions } = summary;
  if (external) throw unknownRemover(file, 'keeps its weights in another file');
  if (functions) throw unknownRemover(file, 'defines functions, which are not supported');
  const foreign = [...domains].find((domain) => !DOMAINS.includes(domain));
  if (foreign !== undefined)
    throw unknownRemover(file, `needs operators that onnxruntime does not have (${foreign})`);
  if (inputs.length !== 1) throw unknownRemover(file, `has ${inputs.length} inputs, not one`);
  const [input] = inputs;
  if (!hasShape(input, [1, 3, null, null]))
    throw unknownRemover(file, `takes ${describe(input)}, not one RGB picture of float32`);
  const [, , height, width] = input.shape ?? [1, 3, null, null];
  if (height !== width) throw unknownRemover(file, `takes ${describe(input)}, not a square`);
  if (outputs.length === 0) throw unknownRemover(file, 'has no outputs');
  const [output] = outputs;
  if (!hasShape(output, [1, 1, height, width]))
    throw unknownRemover(file, `outputs ${describe(output)}, not a mask of its input's size`);
  return { input: input.name, output: output.name, side: height, summary };
}
