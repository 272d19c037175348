import type { NetworkRunner } from '../families/runner.ts';
import { readTensor } from '../packs/safetensors.ts';
import { pauseForMessages, type StageContext } from './context.ts';
import { computeType, storageOf } from './precision.ts';

/** Makes the runner for the pack's networks, from a stage's context. */
export function runnerOf(
  context: Pick<StageContext, 'pack' | 'signal'> & {
    runtime: Pick<StageContext['runtime'], 'sessions'>;
  },
): NetworkRunner {
  const { pack, runtime } = context;
  const { manifest, files, folder, weights } = pack;
  const key = (file: string, variant: string) => {
    const hash = manifest.files.find(({ name }) => name === file)?.sha256 ?? '';
    return `${manifest.id}/${file} ${variant} ${hash.slice(0, 12)}`;
  };
  return {
    pack: {
      id: manifest.id,
      files,
      folder,
      weights,
      async tensor(file, name) {
        const index = await weights(file);
        const data = await readTensor(files.get(file) as Blob, index, name);
        return { data, shape: [...(index.tensors.get(name)?.shape ?? [])] };
      },
    },
    key,
    network: (networkFiles, { variant, build, small = false, single }) => ({
      key: key(networkFiles[0], variant),
      small,
      model: async (half) => {
        const weights = await Promise.all(networkFiles.map((file) => pack.weights(file)));
        const compute = computeType(
          manifest,
          { files: networkFiles, single },
          { half },
          storageOf(weights[0]),
        );
        return { graph: build({ weights, compute }), files, folder };
      },
    }),
    run: (network, feeds, names) => runtime.sessions.run(network, feeds, names),
    runOnDevice: (network, feeds, names) => runtime.sessions.runOnDevice(network, feeds, names),
    upload: (feed) => runtime.sessions.upload(feed),
    read: (tensors) => runtime.sessions.read(tensors),
    free: (tensors) => runtime.sessions.free(tensors),
    backend: async () => (await runtime.sessions.engine()).choice.backend,
    pause: () => pauseForMessages(context),
  };
}
