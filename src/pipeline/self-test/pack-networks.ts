import { TorchGenerator } from '../../core/noise/noise.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import type { NetworkName } from '../../core/networks.ts';
import { multiviewModel, poseModel, reconstructorOf, removerOf } from '../../families/index.ts';
import type { Feeds, Network, NetworkRunner } from '../../families/runner.ts';
import { zerosFor } from '../../inference/zero-feeds.ts';
import type { StageContext } from '../context.ts';
import { runnerOf } from '../networks.ts';
import { viewsTaken } from '../planned-networks.ts';
import { samplesOf, type OutputSamples } from './samples.ts';

/** A network of a pack, with inputs that are the same in every test. */
export interface TestedNetwork {
  name: NetworkName;
  /** Identifies network and weights. A recording is of one key. */
  key: string;
  /** Whether it runs on the CPU even if there is a GPU. */
  small: boolean;
  /** Runs the network once. */
  run(): Promise<OutputSamples>;
}

type Context = Pick<StageContext, 'pack' | 'signal'> & {
  runtime: Pick<StageContext['runtime'], 'sessions'>;
};

const SEED = 11;
/** Width and height of the photo for a remover that takes whole photos, pixels. */
const PHOTO_SIDE = 320;

/** Random numbers for a graph's inputs. Whole numbers count from 0, as indices. */
function seededFeeds(zeros: Feeds): Feeds {
  const random = new TorchGenerator(SEED);
  return Object.fromEntries(
    Object.entries(zeros).map(([name, feed]) => {
      if (!('data' in feed)) return [name, feed];
      const { data, shape } = feed;
      return [
        name,
        {
          shape,
          data:
            data instanceof BigInt64Array
              ? data.map((_, i) => BigInt(i))
              : random.randn(data.length),
        },
      ];
    }),
  );
}

/** What a family would run: the call is not made. */
type Call = Parameters<NetworkRunner['run']>;

/** The first network that `work` runs. Nothing is computed. */
async function firstCall(
  runner: NetworkRunner,
  work: (runner: NetworkRunner) => Promise<unknown>,
): Promise<Call> {
  let call: Call | undefined;
  const stop = new Error('The network was found.');
  await work({
    ...runner,
    run: (...given) => {
      call ??= given;
      return Promise.reject(stop);
    },
  }).catch((error: unknown) => {
    if (error !== stop) throw error;
  });
  if (!call) throw new Error('The family ran no network.');
  return call;
}

const square = (size: number) => ({
  width: size,
  height: size,
  channels: 3,
  data: new TorchGenerator(SEED).randn(3 * size * size),
});

/** A random photo. */
const photo = (size: number): RgbaImage => ({
  width: size,
  height: size,
  data: Uint8ClampedArray.from({ length: 4 * size * size }, (_, i) => (i * 7919) % 256),
});

/** All networks of a pack, in the order in which a run from a photo with one step uses them. */
export async function packNetworks(context: Context): Promise<TestedNetwork[]> {
  const { pack, runtime } = context;
  const { sessions } = runtime;
  const runner = runnerOf(context);
  const { stages, rig } = pack.manifest;

  const tested = (network: Network, given?: Pick<Call, 1 | 2>): TestedNetwork => ({
    name: network.name ?? 'reconstructor',
    key: network.key,
    small: network.small ?? false,
    async run() {
      const [feeds, names] = given ? [given[1], given[2]] : await ownInputs(network);
      return samplesOf(await sessions.run(network, feeds, names));
    },
  });

  const networks: TestedNetwork[] = [];
  const { matting, pose } = stages;
  if (matting) {
    const call = await firstCall(runner, (catching) => {
      const remover = removerOf(matting).open(matting, catching);
      return 'photoMask' in remover
        ? remover.photoMask(photo(PHOTO_SIDE))
        : remover.squareMask(square(remover.size));
    });
    networks.push(tested(call[0], call));
  }
  if (pose) {
    const call = await firstCall(runner, (catching) =>
      poseModel.run(square(pose.config.size), pose, catching),
    );
    networks.push(tested(call[0], call));
  }
  if (stages.multiview) {
    const model = multiviewModel.open(stages.multiview, rig, runner);
    const settings = { steps: 1, guidance: 1, split: false };
    for (const network of await model.networks(settings)) networks.push(tested(network));
  }
  const views = viewsTaken(pack.manifest, {});
  const { reconstruct } = stages;
  networks.push(tested(reconstructorOf(reconstruct).network(reconstruct, views, runner, {})));
  return networks;
}

/** Inputs of a network that this project builds, and the names of its outputs: the values that no node takes. */
async function ownInputs(network: Network): Promise<[Feeds, string[]]> {
  const { graph } = await network.model(false);
  const taken = new Set(graph.steps?.flatMap(({ inputs }) => inputs.map(({ name }) => name)));
  const names = (graph.steps ?? [])
    .filter(({ op }) => op !== 'input')
    .flatMap(({ outputs }) => outputs.map(({ name }) => name))
    .filter((name) => !taken.has(name));
  return [seededFeeds(zerosFor(graph)), names];
}
