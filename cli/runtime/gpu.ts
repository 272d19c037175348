/** Dawn's entry object. It is kept, because Dawn's devices stop working when this object is garbage-collected. */
let dawn: GPU | undefined;

/**
 * Dawn switches half precision off for NVIDIA on Vulkan, because drivers had errors (docs/known-issues.md). Here it is
 * switched on, as onnxruntime-node does it: the self-check tests half precision before it is used.
 */
export const DAWN_OPTIONS = ['enable-dawn-features=vulkan_enable_f16_on_nvidia'];

/** This machine's GPU. */
export interface FoundGpu {
  gpu: GPU;
  adapter: GPUAdapter;
  /** Returns a new adapter each time, because an adapter makes only one device. @throws Error if there is none */
  requestAdapter: () => Promise<GPUAdapter>;
}

/** Opens this machine's GPU with Dawn. Null if the machine has no driver that Dawn can use. */
export async function openGpu(): Promise<FoundGpu | null> {
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    const gpu = (dawn ??= create(DAWN_OPTIONS));
    const requestAdapter = async () => {
      const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
      if (!adapter) throw new Error('Dawn finds no adapter');
      return adapter;
    };
    return { gpu, adapter: await requestAdapter(), requestAdapter };
  } catch {
    return null;
  }
}

let offered = false;

/**
 * Lets onnxruntime-web use Dawn, as in a browser. onnxruntime-web takes the GPU from `navigator`, and gives shared
 * memory to `writeBuffer`. Dawn in Node refuses shared memory, so those bytes are copied first. Later calls do nothing.
 */
export function offerGpu(gpu: GPU): void {
  if (offered) return;
  offered = true;
  if (!('navigator' in globalThis))
    Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  const { writeBuffer } = GPUQueue.prototype;
  GPUQueue.prototype.writeBuffer = function (this: GPUQueue, buffer, at, data, from = 0, size) {
    if (!(data instanceof Uint8Array && data.buffer instanceof SharedArrayBuffer))
      return Reflect.apply(writeBuffer, this, [buffer, at, data, from, size]) as undefined;
    const bytes = data.slice(from, size === undefined ? undefined : from + size);
    return writeBuffer.call(this, buffer, at, bytes);
  };
}
