import type { Tensor } from 'onnxruntime-web';
import type { NdArray } from '../core/image/image.ts';
import type { Feed, Feeds, DeviceTensor, Network } from '../families/runner.ts';
import { weightFiles, type ComputeLimits, type Engine, type Session } from './engine.ts';
import { inferenceError, lostDevice } from './failures.ts';
import { Queue } from './queue.ts';

interface KeptSession {
  session: Session;
  bytes: number;
}

const asTensor = ({ ort }: Engine, feed: Feed | DeviceTensor): Tensor => {
  // Device tensors are made only by `runOnDevice`, so they are tensors of onnxruntime.
  if ('tensor' in feed) return feed.tensor as Tensor;
  const { data, shape } = feed;
  return data instanceof BigInt64Array
    ? new ort.Tensor('int64', data, shape)
    : new ort.Tensor('float32', data, shape);
};

const sizeOf = (file: Blob | Uint8Array) => (file instanceof Blob ? file.size : file.byteLength);

/**
 * Contains all onnxruntime sessions. onnxruntime can create only one session or run only one network at a time,
 * so all calls wait in one queue. Sessions stay open as long as their weight files have at most `keepBytes` in
 * total. The least recently used session is released first.
 */
export class SessionPool {
  readonly #load: () => Promise<Engine>;
  readonly #keepBytes: number;
  readonly #queue = new Queue();
  /** The open sessions. The least recently used session comes first. */
  readonly #sessions = new Map<string, KeptSession>();
  #engine: Promise<Engine> | undefined;
  #lost: Error | undefined;

  constructor(load: () => Promise<Engine>, keepBytes = 512 * 2 ** 20) {
    this.#load = load;
    this.#keepBytes = keepBytes;
  }

  /**
   * Runs a network once. Returns the named outputs as float32 in the CPU's memory.
   * @param names names of the outputs
   */
  run<Name extends string>(
    network: Network,
    feeds: Feeds,
    names: readonly Name[],
  ): Promise<Record<Name, NdArray>> {
    return this.#queued(network, feeds, names, async (tensor) => {
      const data = (await tensor.getData(true)) as Float32Array<ArrayBuffer>;
      return { shape: tensor.dims, data };
    });
  }

  /**
   * Runs a network whose outputs are used only as inputs of other networks. Free the outputs with `free`.
   * @param network do not give the same network to `run`: its session leaves all outputs on the device
   */
  runOnDevice<Name extends string>(
    network: Network,
    feeds: Feeds,
    names: readonly Name[],
  ): Promise<Record<Name, DeviceTensor>> {
    return this.#queued({ ...network, outputsOnDevice: true }, feeds, names, async (tensor) => ({
      tensor,
    }));
  }

  /** Frees the tensors that `runOnDevice` returned. */
  free(tensors: Readonly<Record<string, DeviceTensor>>): void {
    for (const { tensor } of Object.values(tensors)) tensor.dispose();
  }

  /**
   * Releases sessions until the remaining sessions fit into `keepBytes`. This also releases a single session
   * that is larger.
   */
  trim(): Promise<void> {
    return this.#queue.add(() => this.#makeRoom(0));
  }

  /**
   * The GPU device on which onnxruntime computes. The rasterizer uses it, too.
   * @throws Error if onnxruntime uses no device, or gives no access to the device
   */
  device(): Promise<GPUDevice> {
    return this.#queue.add(async () => {
      const { name, device } = await this.#started();
      if (this.#lost) throw this.#lost;
      if (!device) throw new Error(`${name} gives no access to a GPU device`);
      return device;
    });
  }

  /** The limits that networks must not exceed on this machine. */
  async limits(): Promise<ComputeLimits> {
    const { device, totalBytes = null, heapBytes = null } = await this.#started();
    return {
      totalBytes,
      heapBytes,
      bindingBytes: device?.limits.maxStorageBufferBindingSize ?? null,
      half: device?.features.has('shader-f16') ?? false,
    };
  }

  /** Loads onnxruntime if necessary. Returns its package, its version, and the backend. */
  async engine(): Promise<Pick<Engine, 'name' | 'version' | 'choice'>> {
    const { name, version, choice } = await this.#started();
    return { name, version, choice };
  }

  #queued<Name extends string, Result>(
    network: Network & { outputsOnDevice?: boolean },
    feeds: Feeds,
    names: readonly Name[],
    take: (tensor: Tensor) => Promise<Result>,
  ): Promise<Record<Name, Result>> {
    return this.#queue.add(async () => {
      try {
        const engine = await this.#started();
        const session = await this.#session(engine, network);
        if (this.#lost) throw this.#lost;
        const tensors: Record<string, Tensor> = {};
        for (const [name, feed] of Object.entries(feeds)) tensors[name] = asTensor(engine, feed);
        const results = await session.run(tensors, names);
        const outputs = {} as Record<Name, Result>;
        for (const name of names) outputs[name] = await take(results[name]);
        return outputs;
      } catch (error) {
        throw this.#lost ?? inferenceError(error, network.key);
      }
    });
  }

  #started(): Promise<Engine> {
    this.#engine ??= this.#start();
    return this.#engine;
  }

  async #start(): Promise<Engine> {
    const engine = await this.#load().catch((error: unknown) => {
      this.#engine = undefined; // the next run tries again
      throw error;
    });
    void engine.device?.lost.then((info) => {
      this.#lost = lostDevice(`${info.reason} ${info.message}`);
    });
    return engine;
  }

  async #session(
    { ort, choice, providers, options, device }: Engine,
    network: Network & { outputsOnDevice?: boolean },
  ): Promise<Session> {
    const kept = this.#sessions.get(network.key);
    if (kept) {
      this.#sessions.delete(network.key);
      this.#sessions.set(network.key, kept);
      return kept.session;
    }
    const half = !network.small && (device?.features.has('shader-f16') ?? false);
    const model = await network.model(half);
    const bytes = weightFiles(model).reduce((sum, { data }) => sum + sizeOf(data), 0);
    await this.#makeRoom(bytes);
    const session = await ort.InferenceSession.create(model.graph.bytes, {
      executionProviders: [network.small ? providers.small : providers.large],
      ...(network.outputsOnDevice &&
        choice.backend === 'webgpu' && { preferredOutputLocation: 'gpu-buffer' }),
      ...(await options(model)),
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
