import type { Tensor } from 'onnxruntime-web';
import type { NdArray } from '../core/image/image.ts';
import { AppError, isAbort } from '../core/errors.ts';
import type { DeviceTensor, Feed, Feeds, Model, Network } from '../families/runner.ts';
import { lossOf } from '../gpu/device-loss.ts';
import { isSoftware } from './backend.ts';
import { weightFiles, type ComputeLimits, type Engine, type Session } from './engine.ts';
import { inferenceError, lostDevice } from './failures.ts';
import { KeptSessions } from './kept-sessions.ts';
import { answered } from './lost-answers.ts';
import { Queue } from './queue.ts';
import { isOnGpu, readFromGpu, uploadToGpu } from './transfer.ts';
import { zerosFor } from './zero-feeds.ts';

/** What a pool has done since it was made. */
export interface PoolCounts {
  sessionsMade: number;
  runs: number;
  /** How often the CPU waited for results of the GPU, and how many bytes it read. */
  readBacks: number;
  readBytes: number;
  /** Bytes of inputs that were copied to the GPU. Weights are not counted. */
  uploadedBytes: number;
}

// Device tensors are made only by the pool, so they are tensors of onnxruntime.
const tensorOf = (device: DeviceTensor): Tensor => device.tensor as Tensor;

/** Bytes of a model's weight files. */
const bytesOf = (model: Model): number =>
  weightFiles(model).reduce(
    (sum, { data }) => sum + (data instanceof Blob ? data.size : data.byteLength),
    0,
  );

/** Runs whose work may wait on the GPU at the same time. While the GPU computes one, the CPU prepares the next. */
const RUNS_IN_FLIGHT = 2;

/**
 * Contains all onnxruntime sessions. onnxruntime can create only one session or run only one network at a time,
 * so all calls wait in one queue. Sessions stay open as long as their weight files have at most `keepBytes` in
 * total. The least recently used session is released first.
 *
 * On WebGPU, the outputs of large networks stay on the GPU. `run` and `read` copy all requested outputs to the
 * CPU in one transfer.
 */
export class SessionPool {
  readonly counts: PoolCounts = {
    sessionsMade: 0,
    runs: 0,
    readBacks: 0,
    readBytes: 0,
    uploadedBytes: 0,
  };
  readonly #load: () => Promise<Engine>;
  readonly #queue = new Queue();
  readonly #sessions: KeptSessions;
  /** For each run in flight, when the GPU has finished it. The oldest run is first. */
  readonly #inFlight: Promise<unknown>[] = [];
  /** The sessions on the GPU that have run once. */
  readonly #compiled = new WeakSet<Session>();
  #engine: Promise<Engine> | undefined;
  #lost: Error | undefined;

  constructor(load: () => Promise<Engine>, keepBytes = 512 * 2 ** 20) {
    this.#load = load;
    this.#sessions = new KeptSessions(keepBytes);
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
    return this.#guarded(network.key, async (engine) => {
      const tensors = await this.#run(engine, network, feeds, names);
      try {
        const arrays = await this.#read(
          engine,
          names.map((name) => tensors[name]),
        );
        const outputs = {} as Record<Name, NdArray>;
        for (const [i, name] of names.entries()) outputs[name] = arrays[i];
        return outputs;
      } finally {
        for (const name of names) tensors[name].dispose();
      }
    });
  }

  /**
   * Runs a network. Its outputs stay where they were computed. They are inputs of other networks, or are read
   * later with `read`. Free them with `free`.
   */
  runOnDevice<Name extends string>(
    network: Network,
    feeds: Feeds,
    names: readonly Name[],
  ): Promise<Record<Name, DeviceTensor>> {
    return this.#guarded(network.key, async (engine) => {
      const tensors = await this.#run(engine, network, feeds, names);
      await this.#keepFew(engine);
      const outputs = {} as Record<Name, DeviceTensor>;
      for (const name of names)
        outputs[name] = { tensor: tensors[name], shape: tensors[name].dims };
      return outputs;
    });
  }

  /**
   * Makes a network's session, and runs it once with zeros. The GPU compiles the shaders meanwhile, and this call
   * does not wait for it. It does nothing for a network on the CPU, for a network that is open already, or if
   * another session would have to be released.
   * @param evenSoftware also on a software adapter. There, a run with zeros takes as long as a real one
   */
  warm(network: Network, { evenSoftware = false } = {}): Promise<void> {
    return this.#guarded(network.key, async (engine) => {
      const { device } = engine;
      if (!device || network.small || this.#sessions.has(network.key)) return;
      if (isSoftware(device.adapterInfo) && !evenSoftware) return;
      const model = await network.model(device.features.has('shader-f16'));
      if (!this.#sessions.hasRoom(bytesOf(model))) return;
      const feeds = zerosFor(model.graph);
      const names = (await this.#session(engine, network, model)).outputNames;
      const outputs = await this.#run(engine, network, feeds, names);
      for (const name of names) outputs[name].dispose();
    });
  }

  /** Copies a float32 input to the device on which large networks run. Free it with `free`. */
  upload({ data, shape }: Feed & { data: Float32Array }): Promise<DeviceTensor> {
    return this.#guarded('upload', async ({ ort, device }) => {
      if (!device) return { tensor: new ort.Tensor('float32', data, shape), shape };
      this.counts.uploadedBytes += data.byteLength;
      return { tensor: uploadToGpu(ort, device, data, shape), shape };
    });
  }

  /** Copies tensors to the CPU, all in one transfer. They stay valid until `free`. */
  read(tensors: readonly DeviceTensor[]): Promise<NdArray[]> {
    return this.#guarded('read', (engine) => this.#read(engine, tensors.map(tensorOf)));
  }

  /** Frees tensors that `runOnDevice` or `upload` returned. */
  free(tensors: Iterable<DeviceTensor>): void {
    for (const { tensor } of tensors) tensor.dispose();
  }

  /**
   * Releases sessions until the remaining sessions fit into `keepBytes`. This also releases a single session
   * that is larger.
   */
  trim(): Promise<void> {
    return this.#queue.add(() => this.#sessions.makeRoom(0));
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

  /** Whether the device is lost. All calls reject until `renew`. */
  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  /**
   * After the device was lost: the next call makes a new one. Tensors that are on the lost device cannot be used
   * any more. Networks on the CPU stay open.
   */
  renew(): Promise<void> {
    return this.#queue.add(async () => {
      if (!this.#lost) return;
      this.#lost = this.#engine = undefined;
      this.#inFlight.length = 0;
      await this.#sessions.dropLost();
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

  /** Does work in the queue. An error of onnxruntime or of the GPU becomes an AppError about `subject`. */
  #guarded<Result>(subject: string, work: (engine: Engine) => Promise<Result>): Promise<Result> {
    return this.#queue.add(async () => {
      let device: GPUDevice | undefined;
      try {
        const engine = await this.#started();
        ({ device } = engine);
        if (this.#lost) throw this.#lost;
        return await work(engine);
      } catch (error) {
        // A loss may be reported after the operation that failed because of it.
        if (device && !isAbort(error) && !(error instanceof AppError)) await lossOf(device);
        throw this.#lost ?? inferenceError(error, subject);
      }
    });
  }

  async #run<Name extends string>(
    engine: Engine,
    network: Network,
    feeds: Feeds,
    names: readonly Name[],
  ): Promise<Record<Name, Tensor>> {
    const session = await this.#session(engine, network);
    if (this.#lost) throw this.#lost;
    const running = session.run(await this.#inputs(engine, network, feeds), names);
    // The first run compiles shaders. Meanwhile the GPU's queue is empty, and that may take minutes.
    const device = this.#compiled.has(session) ? engine.device : undefined;
    const results = await answered(device, running, network.key);
    if (!network.small) this.#compiled.add(session);
    this.counts.runs += 1;
    return results as Record<Name, Tensor>;
  }

  /** The feeds as tensors. A network on the CPU gets tensors that are on the GPU as copies. */
  async #inputs(engine: Engine, { small }: Network, feeds: Feeds): Promise<Record<string, Tensor>> {
    const { ort, device } = engine;
    const inputs: Record<string, Tensor> = {};
    const elsewhere: string[] = [];
    for (const [name, feed] of Object.entries(feeds)) {
      if ('tensor' in feed) {
        inputs[name] = tensorOf(feed);
        if (small && isOnGpu(inputs[name])) elsewhere.push(name);
        continue;
      }
      const { data, shape } = feed;
      inputs[name] =
        data instanceof BigInt64Array
          ? new ort.Tensor('int64', data, shape)
          : new ort.Tensor('float32', data, shape);
      if (device && !small) this.counts.uploadedBytes += data.byteLength;
    }
    const copies = await this.#read(
      engine,
      elsewhere.map((name) => inputs[name]),
    );
    for (const [i, name] of elsewhere.entries())
      inputs[name] = new ort.Tensor('float32', copies[i].data, copies[i].shape);
    return inputs;
  }

  /** The values of tensors, read from the GPU in one transfer if they are there. */
  async #read({ device }: Engine, tensors: readonly Tensor[]): Promise<NdArray[]> {
    const onGpu = tensors.filter(isOnGpu);
    const copies = new Map<Tensor, Float32Array<ArrayBuffer>>();
    if (device && onGpu.length > 0) {
      const arrays = await answered(device, readFromGpu(device, onGpu), 'read');
      this.#inFlight.length = 0; // the GPU has finished everything before the copy
      this.counts.readBacks += 1;
      for (const [i, tensor] of onGpu.entries()) copies.set(tensor, arrays[i]);
      for (const { byteLength } of arrays) this.counts.readBytes += byteLength;
    }
    return tensors.map((tensor) => ({
      shape: tensor.dims,
      data: copies.get(tensor) ?? (tensor.data as Float32Array<ArrayBuffer>),
    }));
  }

  /**
   * Waits until few runs are in flight. Without this, a loop could put all of its steps into the GPU's queue
   * at once. Progress would run ahead of the GPU, and a cancelled run would still compute to its end.
   */
  async #keepFew({ device }: Engine): Promise<void> {
    if (!device) return;
    // If the device is lost, the next call says so.
    this.#inFlight.push(device.queue.onSubmittedWorkDone().catch(() => undefined));
    while (this.#inFlight.length > RUNS_IN_FLIGHT) await this.#inFlight.shift();
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
    this.#lost = undefined;
    void engine.device?.lost.then((info) => {
      this.#lost = lostDevice(`${info.reason} ${info.message}`);
    });
    return engine;
  }

  /** @param made the network's model, if it was made already */
  async #session(engine: Engine, network: Network, made?: Model): Promise<Session> {
    const { ort, providers, options, device } = engine;
    const kept = this.#sessions.get(network.key);
    if (kept) return kept;
    const half = !network.small && (device?.features.has('shader-f16') ?? false);
    const model = made ?? (await network.model(half));
    const bytes = bytesOf(model);
    await this.#sessions.makeRoom(bytes);
    const session = await ort.InferenceSession.create(model.graph.bytes, {
      executionProviders: [network.small ? providers.small : providers.large],
      ...(device && !network.small && { preferredOutputLocation: 'gpu-buffer' }),
      ...(await options(model)),
    });
    this.counts.sessionsMade += 1;
    this.#sessions.set(network.key, { session, small: network.small ?? false, bytes });
    return session;
  }
}
