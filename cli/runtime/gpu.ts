/** Dawn's entry object. It is kept, because Dawn's devices stop working when this object is garbage-collected. */
let dawn: GPU | undefined;

/** Opens this machine's GPU with Dawn. Null if the machine has no driver that Dawn can use. */
export async function openGpu(): Promise<{ gpu: GPU; adapter: GPUAdapter } | null> {
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    const gpu = (dawn ??= create([]));
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    return adapter && { gpu, adapter };
  } catch {
    return null;
  }
}
