import type { NdArray } from '../core/image/image.ts';
import type { BuiltGraph, GraphOptions } from '../graphs/builder.ts';
import type { WeightIndex } from '../graphs/weights.ts';

/** An input of a network: float32 or int64. */
export interface Feed {
  data: Float32Array | BigInt64Array;
  shape: readonly number[];
}

/** An output that stays on the device that computed it. It can be the input of another run. */
export interface DeviceTensor {
  readonly tensor: { dispose(): void };
}

export type Feeds = Readonly<Record<string, Feed | DeviceTensor>>;

/** A graph and the weight files that it points into, by the names that the graph uses. */
export interface Model {
  graph: BuiltGraph;
  files: ReadonlyMap<string, Blob | Uint8Array>;
  /** Folder on this machine's disk that contains the same files, if there is one. */
  folder?: string;
}

/** A network with one set of build parameters. It is built, and gets a session, when it runs first. */
export interface Network {
  /** Unique among all networks of a host: pack, file, shapes, precision. */
  key: string;
  /**
   * True for a network that runs on the CPU faster than it compiles for a GPU (one shader per layer shape, seconds in
   * total). Every build of onnxruntime can run on the CPU.
   */
  small?: boolean;
  /** @param half whether the device that will run the network can compute in half precision */
  model: (half: boolean) => Promise<Model>;
}

/** How to build a network from a pack's weight files. */
interface NetworkOptions {
  /** The build parameters as a text. With the first weight file they identify the network. */
  variant: string;
  build: (options: GraphOptions) => BuiltGraph;
  /** See `Network.small`. Default false. */
  small?: boolean;
  /** Always computed in single precision. Default false. */
  single?: boolean;
}

/** The files of an open pack. */
interface PackFiles {
  id: string;
  files: ReadonlyMap<string, Blob>;
  /** Folder on this machine's disk that contains the same files, if there is one. */
  folder?: string;
  /** One tensor as float32. */
  tensor(file: string, name: string): Promise<NdArray>;
  /** The tensors of one weight file. */
  weights(name: string): Promise<WeightIndex>;
}

/** Runs the networks of one pack. It is all that a family gets from the host. */
export interface NetworkRunner {
  readonly pack: PackFiles;
  /** A key for one file of the pack with one variant. It contains the file's hash. */
  key(file: string, variant: string): string;
  /** A network of some of the pack's weight files. */
  network(files: readonly string[], options: NetworkOptions): Network;
  /** Runs a network once. Returns the named outputs as float32 in the CPU's memory. */
  run<Name extends string>(
    network: Network,
    feeds: Feeds,
    names: readonly Name[],
  ): Promise<Record<Name, NdArray>>;
  /**
   * Runs a network whose outputs are only inputs of other networks. They stay on the device until `free`.
   * @param network one that is never given to `run`, because its session leaves its outputs on the device
   */
  runOnDevice<Name extends string>(
    network: Network,
    feeds: Feeds,
    names: readonly Name[],
  ): Promise<Record<Name, DeviceTensor>>;
  /** Frees the tensors that `runOnDevice` returned. */
  free(tensors: Readonly<Record<string, DeviceTensor>>): void;
  /** Name of the backend that computes. `wasm` has at most 4 GiB of memory. */
  backend(): Promise<string>;
  /** Await it between two pieces of work: the thread does other work. Throws if the run is cancelled. */
  pause(): Promise<void>;
}
