import { AppError } from '../../core/errors.ts';
import { leanOnnx } from '../../graphs/onnx-lean.ts';
import type { Network } from '../../inference/session-host.ts';
import type { LoadedPack } from '../../packs/load.ts';
import { readRemoverGraph, type RemoverConfig, type RemoverGraph } from './graph.ts';
import type { Runtime } from '../../pipeline/context.ts';

export interface RemoverNetwork extends Pick<RemoverGraph, 'input' | 'output'> {
  network: Network;
}

/** WebAssembly addresses 4 GiB. A file this large alone leaves too little for its activations. */
const MAX_WASM_BYTES = 1.5 * 2 ** 30;

/** Graphs that were read, by their files. */
const graphs = new WeakMap<Blob, Promise<RemoverGraph>>();

/**
 * A pack's ONNX file as a network to run. It is checked as at import, since a pack may come from
 * elsewhere; its weights stay in the file until onnxruntime asks for them.
 *
 * @throws AppError `remover-unknown` for a file that is none, `pack-invalid` where its size is not the config's
 */
export async function removerNetwork(
  pack: LoadedPack,
  file: string,
  { size }: RemoverConfig,
  { host }: Pick<Runtime, 'host'>,
): Promise<RemoverNetwork> {
  const blob = pack.files.get(file);
  if (!blob) {
    const reason = `pack ${pack.manifest.id} has no file ${file}`;
    throw new AppError('pack-invalid', { message: reason, stage: 'load', values: { reason } });
  }
  const { choice } = await host.engine();
  if (choice.backend === 'wasm' && blob.size > MAX_WASM_BYTES)
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
  const hash = pack.manifest.files.find(({ name }) => name === file)?.sha256 ?? '';
  const network: Network = {
    key: `${pack.manifest.id}/${file} ${size} ${hash.slice(0, 12)}`,
    model: async () => ({
      graph: { bytes: await leanOnnx(blob, file), tensors: new Map(), files: [file] },
      files: pack.files,
      folder: pack.folder,
    }),
  };
  return { network, input, output };
}

const mib = (bytes: number) => Math.round(bytes / 2 ** 20);
