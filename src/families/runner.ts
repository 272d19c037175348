import type { NdArray } from '../core/image/image.ts';
import type { NetworkName } from '../core/networks.ts';
import type { BuiltGraph, GraphOptions } from '../graphs/builder.ts';
import type { Compute } from '../graphs/graph-types.ts';
import type { WeightIndex } from '../graphs/weights.ts';

/** An input of a network: float32 or int64. */
export interface Feed {
  data: Float32Array | BigInt64Array;
  shape: readonly number[];
}

/** float32 values on the device that computes: outputs that stay there, or inputs that were copied there once. */
export interface DeviceTensor {
  readonly tensor: { dispose(): void };
  readonly shape: readonly number[];
}

export type Feeds = Readonly<Record<string, Feed | DeviceTensor>>;

/** A graph, and the weight files that it refers to, by the names in the graph. */
export interface Model {
  graph: BuiltGraph;
  files: ReadonlyMap<string, Blob | Uint8Array>;
  /** Folder on this machine's disk that contains the same files, if there is one. */
  folder?: string;
}

/** A network with one set of build parameters. The first run builds its graph and creates its session. */
export interface Network {
  /** Identifies the network among all that the host runs. It depends on pack, file, shapes and precision. */
  key: string;
  /** Its name in errors. Absent for networks that no pack contains. */
  name?: NetworkName;
  /** Its weight files in the pack, if they are safetensors. */
  files?: readonly string[];
  /**
   * True for a network that the CPU runs in less time than compiling for a GPU would take. (A GPU needs one
   * shader per layer shape, which takes seconds in total.) Every build of onnxruntime can run on the CPU.
   */
  small?: boolean;
  /** @param half whether the device that will run the network can compute in half precision */
  model: (half: boolean) => Promise<Model>;
  /** The precision in which such a device computes the network. Absent if only the weight file knows. */
  compute?: (half: boolean) => Promise<Compute>;
}

/** What errors say about outputs that are not finite. */
export interface OutputBlame {
  /** The network that is to blame. Default: the one that made the outputs. */
  blame?: Network;
  /** Which of several runs it is, in English, for example `step 3 of 50`. */
  part?: string;
}

/** How to build a network from a pack's weight files. */
interface NetworkOptions {
  /** See `Network.name`. */
  name: NetworkName;
  /** The build parameters as a text. Together with the first weight file, this text identifies the network. */
  variant: string;
  build: (options: GraphOptions) => BuiltGraph;
  /** See `Network.small`. Default false. */
  small?: boolean;
  /** The network is always computed in single precision. Default false. */
  single?: boolean;
}

/** The files of an open pack. */
interface PackFiles {
  id: string;
  files: ReadonlyMap<string, Blob>;
  /** Folder on this machine's disk that contains the same files, if there is one. */
  folder?: string;
  /**
   * Reads one tensor as float32.
   * @param of what the tensor is, for errors
   * @throws AppError `weights-not-finite` if a value is NaN or infinite
   */
  tensor(file: string, name: string, of: NetworkName): Promise<NdArray>;
  /** Reads which tensors a weight file has. */
  weights(name: string): Promise<WeightIndex>;
}

/** Runs the networks of one pack. A family gets nothing else from the host. */
export interface NetworkRunner {
  readonly pack: PackFiles;
  /** A key for one weight file with one variant. The key contains the file's hash. */
  key(file: string, variant: string): string;
  /** A network of some of the pack's weight files. */
  network(files: readonly string[], options: NetworkOptions): Network;
  /**
   * Runs a network once. Returns the named outputs as float32 in the CPU's memory, all finite.
   * @throws AppError `weights-not-finite`, `half-overflow` or `numbers-invalid`, which names the network
   */
  run<Name extends string>(
    network: Network,
    feeds: Feeds,
    names: readonly Name[],
  ): Promise<Record<Name, NdArray>>;
  /**
   * Runs a network. Its outputs stay on the device until `free`. They are inputs of other networks, or are read
   * later, together with others, with `read`. They are not checked before that.
   */
  runOnDevice<Name extends string>(
    network: Network,
    feeds: Feeds,
    names: readonly Name[],
    blame?: OutputBlame,
  ): Promise<Record<Name, DeviceTensor>>;
  /** Copies a float32 input to the device, for a network that takes it in several runs. Free it with `free`. */
  upload(feed: Feed & { data: Float32Array }): Promise<DeviceTensor>;
  /**
   * Copies tensors to the CPU's memory, all in one transfer. All values are finite. The tensors stay valid until
   * `free`.
   * @throws AppError as `run`. It names the network whose outputs were the first that are not finite, of those
   *   that are still on the device
   */
  read(tensors: readonly DeviceTensor[]): Promise<NdArray[]>;
  /** Frees tensors that `runOnDevice` or `upload` returned. */
  free(tensors: Iterable<DeviceTensor>): void;
  /** Name of the backend that computes. `wasm` has at most 4 GiB of memory. */
  backend(): Promise<string>;
  /**
   * Await this between two pieces of work, so that the thread can handle messages. Throws if the run is
   * cancelled.
   */
  pause(): Promise<void>;
}
