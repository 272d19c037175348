/** Dawn's devices die with the object that they came from, which nothing else holds on to. */
let held: GPU | undefined;

/** This machine's GPU through Dawn, or null where there is no driver that it can use. */
export async function openGpu(): Promise<{ gpu: GPU; adapter: GPUAdapter } | null> {
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    const gpu = (held ??= create([]));
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    return adapter && { gpu, adapter };
  } catch {
    return null;
  }
}
