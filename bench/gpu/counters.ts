/**
 * Counts what a program asks of WebGPU, by wrapping methods of its prototypes. Import this before a device is made, in
 * the thread that uses the GPU, and call `countGpuCalls` once.
 */
export interface GpuCounts {
  shaderModules: number;
  pipelines: number;
  /** Milliseconds in which at least one shader module or pipeline was being made. */
  compileMs: number;
  submits: number;
  readBacks: number;
  readBackBytes: number;
  /** Milliseconds in which at least one `mapAsync` was waiting. The GPU's computing time is included. */
  readBackMs: number;
  /** Bytes of `writeBuffer`, and of buffers that are mapped at their creation. */
  uploadedBytes: number;
  /** Bytes of `copyBufferToBuffer`. */
  copiedBytes: number;
}

/** Adds up the time in which at least one of several overlapping operations is pending. */
class BusyTime {
  ms = 0;
  #pending = 0;
  #since = 0;

  watch(operation: Promise<unknown>): void {
    if (this.#pending++ === 0) this.#since = performance.now();
    const end = () => {
      if (--this.#pending === 0) this.ms += performance.now() - this.#since;
    };
    operation.then(end, end);
  }
}

const counts: GpuCounts = {
  shaderModules: 0,
  pipelines: 0,
  compileMs: 0,
  submits: 0,
  readBacks: 0,
  readBackBytes: 0,
  readBackMs: 0,
  uploadedBytes: 0,
  copiedBytes: 0,
};
const compiling = new BusyTime();
const reading = new BusyTime();

/** The counts since the start of the thread. */
export const gpuCounts = (): GpuCounts => ({
  ...counts,
  compileMs: compiling.ms,
  readBackMs: reading.ms,
});

/** Bytes of all GPU buffers that exist, and their peak since `reset`. Buffers that were collected count as freed. */
class Ledger {
  #bytes = 0;
  peakBytes = 0;
  readonly #live = new WeakMap<GPUBuffer, { bytes: number }>();
  readonly #collected = new FinalizationRegistry<{ bytes: number }>((entry) => this.#free(entry));

  reset(): void {
    this.peakBytes = this.#bytes;
  }

  add(buffer: GPUBuffer): void {
    const entry = { bytes: buffer.size };
    this.#live.set(buffer, entry);
    this.#collected.register(buffer, entry);
    this.#bytes += entry.bytes;
    this.peakBytes = Math.max(this.peakBytes, this.#bytes);
  }

  remove(buffer: GPUBuffer): void {
    const entry = this.#live.get(buffer);
    if (entry) this.#free(entry);
  }

  #free(entry: { bytes: number }): void {
    this.#bytes -= entry.bytes;
    entry.bytes = 0;
  }
}

export const ledger = new Ledger();

/** Replaces a method by one that calls `around` with the original. */
function wrap<T extends object, K extends keyof T>(
  prototype: T,
  name: K,
  around: (original: T[K]) => T[K],
): void {
  prototype[name] = around(prototype[name]);
}

/** Begins to count. */
export function countGpuCalls(): void {
  const device = GPUDevice.prototype;
  // Creation without `Async` returns before the compilation. An error scope around it ends after the compilation.
  const compiled = <Args extends unknown[], Made>(
    kind: 'shaderModules' | 'pipelines',
    make: (this: GPUDevice, ...args: Args) => Made,
  ) =>
    function (this: GPUDevice, ...args: Args): Made {
      counts[kind] += 1;
      this.pushErrorScope('internal');
      try {
        return make.apply(this, args);
      } finally {
        compiling.watch(this.popErrorScope());
      }
    };
  wrap(device, 'createShaderModule', (make) => compiled('shaderModules', make));
  wrap(device, 'createComputePipeline', (make) => compiled('pipelines', make));
  wrap(
    device,
    'createComputePipelineAsync',
    (make) =>
      function (this: GPUDevice, descriptor) {
        counts.pipelines += 1;
        const made = make.call(this, descriptor);
        compiling.watch(made);
        return made;
      },
  );
  wrap(
    device,
    'createBuffer',
    (make) =>
      function (this: GPUDevice, descriptor) {
        const buffer = make.call(this, descriptor);
        ledger.add(buffer);
        if (descriptor.mappedAtCreation) counts.uploadedBytes += descriptor.size;
        return buffer;
      },
  );
  wrap(
    GPUBuffer.prototype,
    'destroy',
    (destroy) =>
      function (this: GPUBuffer) {
        ledger.remove(this);
        return destroy.call(this);
      },
  );
  wrap(
    GPUBuffer.prototype,
    'mapAsync',
    (map) =>
      function (this: GPUBuffer, mode, offset, size) {
        const mapped = map.call(this, mode, offset, size);
        if (mode & GPUMapMode.READ) {
          counts.readBacks += 1;
          counts.readBackBytes += size ?? this.size - (offset ?? 0);
          reading.watch(mapped);
        } else counts.uploadedBytes += size ?? this.size;
        return mapped;
      },
  );
  wrap(
    GPUQueue.prototype,
    'submit',
    (submit) =>
      function (this: GPUQueue, buffers) {
        counts.submits += 1;
        return submit.call(this, buffers);
      },
  );
  countCopies();
}

function countCopies(): void {
  wrap(
    GPUQueue.prototype,
    'writeBuffer',
    (write) =>
      function (
        this: GPUQueue,
        buffer: GPUBuffer,
        at: number,
        data: GPUAllowSharedBufferSource,
        from?: number,
        size?: number,
      ) {
        const unit = 'BYTES_PER_ELEMENT' in data ? Number(data.BYTES_PER_ELEMENT) : 1;
        counts.uploadedBytes +=
          size === undefined ? data.byteLength - unit * (from ?? 0) : unit * size;
        return write.call(this, buffer, at, data, from, size);
      } as typeof write,
  );
  wrap(
    GPUCommandEncoder.prototype,
    'copyBufferToBuffer',
    (copy) =>
      function (
        this: GPUCommandEncoder,
        ...args: [GPUBuffer, number, GPUBuffer, number, number] | [GPUBuffer, GPUBuffer, number?]
      ) {
        const [source] = args;
        counts.copiedBytes += Number((args.length === 5 ? args[4] : args[2]) ?? source.size);
        return Reflect.apply(copy, this, args);
      } as typeof copy,
  );
}
