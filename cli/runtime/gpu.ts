/** Dawn's entry object. It is kept here, because its devices stop working when it is garbage-collected. */
let dawn: GPU | undefined;

/** This machine's GPU through Dawn, or null if there is no driver that Dawn can use. */
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
