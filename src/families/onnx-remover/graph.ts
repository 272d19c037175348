import { AppError } from '../../core/errors.ts';
import { ELEMENT } from '../../graphs/onnx.ts';
import { readOnnx, type OnnxSummary, type OnnxValue } from '../../graphs/onnx-read.ts';

/** A background remover's graph, checked. */
export interface RemoverGraph {
  /** Name of its one input, `[1, 3, side, side]`. */
  input: string;
  /** Name of its first output, the mask, `[1, 1, side, side]`. */
  output: string;
  /** Pixels; null where the graph takes any. */
  side: number | null;
  summary: OnnxSummary;
}

/** protobuf, and with it onnxruntime, reads no message of 2 GiB. */
const MAX_BYTES = 2 ** 31 - 1;

/** Operators of onnxruntime itself: files that its own tools made smaller hold them. */
const DOMAINS = ['', 'com.microsoft'];

/** A refusal; `why` goes on after "the file". */
export const unknownRemover = (file: string, why: string, cause?: unknown): AppError =>
  new AppError('remover-unknown', {
    message: `${file} ${why}`,
    stage: 'load',
    values: { file, reason: why },
    cause,
  });

const describe = ({ name, shape }: OnnxValue) =>
  `${name} [${shape?.map((size) => size ?? '?').join() ?? '?'}]`;

/** Whether a declared shape can be this one; null, in either, is any size. */
const canBe = ({ shape, elementType }: OnnxValue, wanted: readonly (number | null)[]) =>
  elementType === ELEMENT.f32 &&
  (shape === null ||
    (shape.length === wanted.length &&
      shape.every((size, i) => size === null || wanted[i] === null || size === wanted[i])));

/**
 * Checks that an ONNX file is what a background remover is: one picture in, a mask of one channel out
 * first, all in the one file, nothing but operators that onnxruntime itself has. Its weights are not read.
 *
 * @throws AppError `remover-unknown` with the reason
 */
export async function readRemoverGraph(blob: Blob, file: string): Promise<RemoverGraph> {
  if (blob.size > MAX_BYTES) throw unknownRemover(file, 'has 2 GiB or more');
  let summary: OnnxSummary;
  try {
    summary = await readOnnx(blob);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw unknownRemover(file, `is no ONNX model (${cause.message})`, cause);
  }
  const { inputs, outputs, domains, external, functions } = summary;
  if (external) throw unknownRemover(file, 'keeps its weights in another file');
  if (functions) throw unknownRemover(file, 'brings functions of its own');
  const foreign = [...domains].find((domain) => !DOMAINS.includes(domain));
  if (foreign !== undefined)
    throw unknownRemover(file, `needs operators that are not onnxruntime's (${foreign})`);
  if (inputs.length !== 1) throw unknownRemover(file, `has ${inputs.length} inputs, not one`);
  const [input] = inputs;
  if (!canBe(input, [1, 3, null, null]))
    throw unknownRemover(file, `takes ${describe(input)}, not one RGB picture of float32`);
  const [, , height, width] = input.shape ?? [1, 3, null, null];
  if (height !== width) throw unknownRemover(file, `takes ${describe(input)}, not a square`);
  if (outputs.length === 0) throw unknownRemover(file, 'gives nothing');
  const [output] = outputs;
  if (!canBe(output, [1, 1, height, width]))
    throw unknownRemover(file, `gives ${describe(output)}, not a mask of its input's size`);
  return { input: input.name, output: output.name, side: height, summary };
}
