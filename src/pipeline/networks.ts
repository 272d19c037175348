import { allFinite, describeNonFinite } from '../core/finite.ts';
import { networkError } from '../core/networks.ts';
import type { NetworkRunner } from '../families/runner.ts';
import { readTensor } from '../packs/safetensors.ts';
import { pauseForMessages, type StageContext } from './context.ts';
import { checkedOutputs } from './numbers/checked-outputs.ts';
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
      async tensor(file, name, of) {
        const index = await weights(file);
        const data = await readTensor(files.get(file) as Blob, index, name);
        if (!allFinite(data)) {
          const detail = `${name} in ${file}: ${describeNonFinite(data)}`;
          throw networkError('weights-not-finite', of, detail, { file });
        }
        return { data, shape: [...(index.tensors.get(name)?.shape ?? [])] };
      },
    },
    key,
    network: (networkFiles, { name, variant, build, small = false, single }) => {
      const compute = async (half: boolean) =>
        computeType(
          manifest,
          { files: networkFiles, single },
          { half },
          storageOf(await pack.weights(networkFiles[0])),
        );
      return {
        key: key(networkFiles[0], variant),
        name,
        files: networkFiles,
        small,
        compute,
        model: async (half) => {
          const weights = await Promise.all(networkFiles.map((file) => pack.weights(file)));
          return { graph: build({ weights, compute: await compute(half) }), files, folder };
        },
      };
    },
    ...checkedOutputs(context),
    upload: (feed) => runtime.sessions.upload(feed),
    backend: async () => (await runtime.sessions.engine()).choice.backend,
    pause: () => pauseForMessages(context),
  };
}
