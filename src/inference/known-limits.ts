import { requestAdapter, type BackendInUse } from './backend.ts';
import { WASM_BYTES, type ComputeLimits } from './engine.ts';

/**
 * The limits of a browser's backend before onnxruntime is loaded. `SessionPool.limits` has the same afterwards, unless
 * the self-check refuses the GPU. WebGPU does not tell how much memory a GPU has.
 */
export async function knownLimits({
  backend,
  half = false,
}: Pick<BackendInUse, 'backend' | 'half'>): Promise<ComputeLimits> {
  if (backend !== 'webgpu')
    return { totalBytes: WASM_BYTES, heapBytes: WASM_BYTES, bindingBytes: null, half: false };
  const adapter = await requestAdapter();
  const bindingBytes = adapter?.limits.maxStorageBufferBindingSize ?? null;
  return { totalBytes: null, heapBytes: WASM_BYTES, bindingBytes, half };
}
