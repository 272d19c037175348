import type { NdArray } from '../core/image/image.ts';
import type { BuiltGraph, GraphOptions } from '../graphs/builder.ts';
import type { WeightIndex } from '../graphs/weights.ts';

/** Input of a network: float32, or int64. */
export interface Feed {
  data: Float32Array | BigInt64Array;
  shape: readonly number[];
}

/** An output that stays where it was computed: on the GPU, if there is one. It can be the input of another run. */
export interface Held {
  readonly tensor: { dispose(): void };
}

export type Feeds = Readonly<Record<string, Feed | Held>>;

/** A graph and the weight files that it points into, by the names that it uses. */
export interface Model {
  graph: BuiltGraph;
  files: ReadonlyMap<string, Blob | Uint8Array>;
  /** Folder on this machine's disk that contains the same files, if there is one. */
  folder?: string;
}

/** A network at one set of build parameters. It is built, and gets a session, when it runs first. */
export interface Network {
  /** Unique among all networks of a host: pack, file, shapes, precision. */
  key: string;
  /**
   * True for a network that takes longer to compile for a GPU (a shader per layer shape, seconds in all) than to run on
   * the CPU. Every build of onnxruntime can do both.
   */
  small?: boolean;
  /** @param half whether the device that will run it computes in half precision */
  model: (half: boolean) => Promise<Model>;
}

/** How a network is made of a pack's weight files. */
export interface NetworkOptions {
  /** The build parameters in words. Together with the first weight file they identify the network. */
  variant: string;
  build: (options: GraphOptions) => BuiltGraph;
  /** Better run on the CPU than compiled for a GPU. Default false. */
  small?: boolean;
  /** Always computed in single precision. Default false. */
  single?: boolean;
}

/** The files of an open pack. */
export interface PackFiles {
  id: string;
  files: ReadonlyMap<string, Blob>;
  /** Folder on this machine's disk that contains the same files, if there is one. */
  folder?: string;
  /** One tensor as float32. */
  tensor(file: string, name: string): Promise<NdArray>;
  /** The tensors of one weight file. */
  weights(name: string): Promise<WeightIndex>;
}

/** What runs the networks of one pack. All that a family may ask of its host. */
export interface Runner {
  readonly pack: PackFiles;
  /** Identifies one file of the pack, used in one way. It contains the file's hash. */
  key(file: string, variant: string): string;
  network(files: readonly string[], options: NetworkOptions): Network;
  /** Runs a network once. The named outputs arrive as float32 on the CPU. */
  run<Name extends string>(
    network: Network,
    feeds: Feeds,
    names: readonly Name[],
  ): Promise<Record<Name, NdArray>>;
  /**
   * Runs a network whose outputs are only inputs of other networks. Free them with `drop`.
   * @param network one that is never given to `run`: its session leaves its outputs on the device
   */
  hold<Name extends string>(
    network: Network,
    feeds: Feeds,
    names: readonly Name[],
  ): Promise<Record<Name, Held>>;
  /** Frees what `hold` returned. */
  drop(held: Readonly<Record<string, Held>>): void;
  /** What computes: `wasm` has 4 GiB of memory at most. */
  backend(): Promise<string>;
  /** To be awaited between two pieces of work. Throws if the run is cancelled. */
  breathe(): Promise<void>;
}
