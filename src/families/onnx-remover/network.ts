import { AppError } from '../../core/errors.ts';
import { leanOnnx } from '../../graphs/onnx-lean.ts';
import type { Network, Runner } from '../runner.ts';
import { readRemoverGraph, type RemoverGraph } from './graph.ts';
import type { RemoverConfig } from './stage.ts';

export interface RemoverNetwork extends Pick<RemoverGraph, 'input' | 'output'> {
  network: Network;
}

/** WebAssembly addresses 4 GiB. A file of this size leaves too little of it for activations. */
const MAX_WASM_BYTES = 1.5 * 2 ** 30;

/** Graphs that were read, by their files. */
const graphs = new WeakMap<Blob, Promise<RemoverGraph>>();

/**
 * A pack's ONNX file as a network to run. It is checked again, as at import, since a pack may come from elsewhere. Its
 * weights stay in the file until onnxruntime asks for them.
 *
 * @throws AppError `remover-unknown` for any other ONNX file, `pack-invalid` if its size is not the config's,
 * `out-of-memory` for a file too large for WebAssembly
 */
export async function removerNetwork(
  file: string,
  { size }: RemoverConfig,
  runner: Runner,
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
      message: `${file} has ${mib(blob.size)} MiB of weights; WebAssembly can hold ${mib(MAX_WASM_BYTES)} MiB of them beside its 4 GiB of everything`,
    });
  const reading = graphs.get(blob) ?? readRemoverGraph(blob, file);
  graphs.set(blob, reading);
  const { input, output, side } = await reading;
  if (side !== null && side !== size) {
    const reason = `${file} takes ${side} × ${side} pixels, pack.json says ${size}`;
    throw new AppError('pack-invalid', { message: reason, stage: 'matting', values: { reason } });
  }
  const network: Network = {
    key: runner.key(file, `${size}`),
    model: async () => ({
      graph: { bytes: await leanOnnx(blob, file), tensors: new Map(), files: [file] },
      files,
      folder,
    }),
  };
  return { network, input, output };
}

const mib = (bytes: number) => Math.round(bytes / 2 ** 20);
