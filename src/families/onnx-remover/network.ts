import { AppError } from '../../core/errors.ts';
import { leanOnnx } from '../../graphs/onnx-lean.ts';
import type { Network, NetworkRunner } from '../runner.ts';
import { readRemoverGraph, type RemoverGraph } from './graph.ts';
import type { RemoverConfig } from './section.ts';

/** A network, and the names of its input and its output. */
interface RemoverNetwork extends Pick<RemoverGraph, 'input' | 'output'> {
  network: Network;
}

/** WebAssembly can address 4 GiB. A file larger than this would leave too little memory for activations. */
const MAX_WASM_BYTES = 1.5 * 2 ** 30;

/** The graphs that were already read, by file. */
const graphs = new WeakMap<Blob, Promise<RemoverGraph>>();

/**
 * A network made from an ONNX file of a pack. The file is checked as in an import, because the pack may come
 * from elsewhere. The weights stay in the file until onnxruntime reads them.
 *
 * @throws AppError `remover-unknown` if the file contains no background remover
 * @throws AppError `pack-invalid` if the file is missing, or if the graph's input size is not the config's
 * @throws AppError `out-of-memory` if the file is too large for WebAssembly
 */
export async function removerNetwork(
  file: string,
  { size }: RemoverConfig,
  runner: NetworkRunner,
): Promise<RemoverNetwork> {
  const { id, files, folder } = runner.pack;
  const blob = files.get(file);
  if (!blob) {
    const reason = `pack ${id} has no file ${file}`;
    throw new AppError('pack-invalid', { message: reason, stage: 'load', values: { reason } });
  }
  if ((await runner.backend()) === 'wasm' && blob.size > MAX_WASM_BYTES)
    throw new AppError('out-of-memory', {
      stage: 'matting',
      message: `${file} has ${mib(blob.size)} MiB of weights. WebAssembly has 4 GiB in total; weights may take at most ${mib(MAX_WASM_BYTES)} MiB.`,
    });
  const reading = graphs.get(blob) ?? readRemoverGraph(blob, file);
  graphs.set(blob, reading);
  const { input, output, side } = await reading;
  if (side !== null && side !== size) {
    const reason = `${file} takes ${side} × ${side} pixels, but pack.json says ${size}`;
    throw new AppError('pack-invalid', { message: reason, stage: 'matting', values: { reason } });
  }
  const network: Network = {
    key: runner.key(file, `${size}`),
    name: 'background remover',
    model: async () => ({
      graph: { bytes: await leanOnnx(blob, file), tensors: new Map(), files: [file] },
      files,
      folder,
    }),
  };
  return { network, input, output };
}

const mib = (bytes: number) => Math.round(bytes / 2 ** 20);
