import type { NdArray } from '../core/image.ts';
import { GraphBuilder, type BuiltGraph } from '../graphs/builder.ts';
import type { BackendChoice } from './backend.ts';
import { inferenceError, lostDevice } from './failures.ts';
import type { Feeds, OrtModule, Session } from './ort.ts';
import { Queue } from './queue.ts';

/** Input of a network: float32, unless it says int64. */
export interface Feed {
  data: Float32Array | BigInt64Array;
  shape: readonly number[];
}

/** A graph and the weight files it points into, by the names it uses. */
export interface Model {
  graph: BuiltGraph;
  files: ReadonlyMap<string, Blob | Uint8Array>;
}

/** A network at one set of build parameters. Built and given a session when first run. */
export interface Network {
  /** Unique among all that this host runs: pack, network, shapes, precision. */
  key: string;
  /**
   * True for a network that takes longer to compile for a GPU (a shader per layer shape, seconds in
   * all) than to run on the CPU. Both are in every build of onnxruntime-web.
   */
  small?: boolean;
  model: () => Promise<Model>;
}

interface Kept {
  session: Session;
  bytes: number;
}

const sizeOf = (file: Blob | Uint8Array) => (file instanceof Blob ? file.size : file.byteLength);

/**
 * Owns every onnxruntime session. The runtime creates one session and does one run at a time, so both
 * go through one queue. Sessions stay, least recently used first to go, while their weight files
 * together have no more than `keepBytes`.
 */
export class SessionHost {
  readonly choice: BackendChoice;
  readonly #load: () => Promise<OrtModule>;
  readonly #keepBytes: number;
  readonly #queue = new Queue();
  /** In order of last use. */
  readonly #sessions = new Map<string, Kept>();
  #ort: Promise<OrtModule> | undefined;
  #lost: Error | undefined;

  constructor(choice: BackendChoice, load: () => Promise<OrtModule>, keepBytes = 512 * 2 ** 20) {
    this.choice = choice;
    this.#load = load;
    this.#keepBytes = keepBytes;
  }

  /**
   * Runs a network once; the outputs asked for arrive as float32 on the CPU.
   * @param names outputs wanted
   */
  run<Name extends string>(
    network: Network,
    feeds: Readonly<Record<string, Feed>>,
    names: readonly Name[],
  ): Promise<Record<Name, NdArray>> {
    return this.#queue.add(async () => {
      try {
        const ort = await this.#runtime();
        const session = await this.#session(ort, network);
        if (this.#lost) throw this.#lost;
        const tensors: Record<string, Feeds[string]> = {};
        for (const [name, { data, shape }] of Object.entries(feeds)) {
          tensors[name] =
            data instanceof BigInt64Array
              ? new ort.Tensor('int64', data, shape)
              : new ort.Tensor('float32', data, shape);
        }
        const results = await session.run(tensors, names);
        const outputs = {} as Record<Name, NdArray>;
        for (const name of names) {
          const data = (await results[name].getData(true)) as Float32Array<ArrayBuffer>;
          outputs[name] = { shape: results[name].dims, data };
        }
        return outputs;
      } catch (error) {
        throw this.#lost ?? inferenceError(error, network.key);
      }
    });
  }

  /** The device onnxruntime computes on, for our own WGSL. Only on the WebGPU backend. */
  device(): Promise<GPUDevice> {
    return this.#queue.add(async () => {
      const ort = await this.#runtime();
      if (this.#lost) throw this.#lost;
      return (await ort.env.webgpu.device) as GPUDevice;
    });
  }

  /** Version of onnxruntime, once it is loaded. */
  async version(): Promise<string> {
    const { versions } = (await this.#runtime()).env;
    return versions.web ?? versions.common;
  }

  #runtime(): Promise<OrtModule> {
    this.#ort ??= this.#start();
    return this.#ort;
  }

  async #start(): Promise<OrtModule> {
    const ort = await this.#load();
    if (this.choice.backend === 'webgpu') {
      // The device dies with the last session (onnxruntime issue 27634): this one is never released.
      const { bytes } = keepAliveGraph();
      await ort.InferenceSession.create(bytes, { executionProviders: ['webgpu'] });
      const device = (await ort.env.webgpu.device) as GPUDevice;
      void device.lost.then((info) => {
        this.#lost = lostDevice(`${info.reason} ${info.message}`);
      });
    }
    return ort;
  }

  async #session(ort: OrtModule, network: Network): Promise<Session> {
    const kept = this.#sessions.get(network.key);
    if (kept) {
      this.#sessions.delete(network.key);
      this.#sessions.set(network.key, kept);
      return kept.session;
    }
    const { graph, files } = await network.model();
    const externalData = graph.files.map((path) => {
      const data = files.get(path);
      if (!data) throw new Error(`weight file ${path} is not there`);
      return { path, data };
    });
    const bytes = externalData.reduce((sum, { data }) => sum + sizeOf(data), 0);
    await this.#makeRoom(bytes);
    const session = await ort.InferenceSession.create(graph.bytes, {
      executionProviders: [network.small ? 'wasm' : this.choice.backend],
      externalData,
    });
    this.#sessions.set(network.key, { session, bytes });
    return session;
  }

  async #makeRoom(bytes: number): Promise<void> {
    let total = [...this.#sessions.values()].reduce((sum, kept) => sum + kept.bytes, bytes);
    for (const [key, kept] of this.#sessions) {
      if (total <= this.#keepBytes) return;
      this.#sessions.delete(key);
      total -= kept.bytes;
      await kept.session.release();
    }
  }
}

/** The smallest graph that has work for a GPU. */
function keepAliveGraph(): BuiltGraph {
  const g = new GraphBuilder({ name: 'keep-alive', weights: [] });
  const x = g.input('x', 'f32', [1]);
  g.output('y', g.op('Add', [x, x]));
  return g.build();
}
