/** The source of one kernel. */
interface KernelSource {
  entryPoint: string;
  /** The texts of WGSL files, in order of concatenation: shared files first. */
  code: readonly string[];
  /** Values of the `override` constants. */
  constants?: Readonly<Record<string, number>>;
}

/** Compiles a compute pipeline. */
export const createKernel = (
  device: GPUDevice,
  { entryPoint, code, constants }: KernelSource,
): Promise<GPUComputePipeline> =>
  device.createComputePipelineAsync({
    label: entryPoint,
    layout: 'auto',
    compute: {
      module: device.createShaderModule({ label: entryPoint, code: code.join('\n') }),
      entryPoint,
      constants,
    },
  });

/** Makes bind group 0 of a kernel. `resources` become the bindings 0, 1, 2… in this order. */
export const bind = (
  device: GPUDevice,
  kernel: GPUComputePipeline,
  resources: readonly (GPUBuffer | GPUBufferBinding)[],
): GPUBindGroup =>
  device.createBindGroup({
    label: kernel.label,
    layout: kernel.getBindGroupLayout(0),
    entries: resources.map((resource, binding) => ({
      binding,
      resource: 'buffer' in resource ? resource : { buffer: resource },
    })),
  });

/**
 * Makes a buffer. The size is rounded up to a multiple of 16 bytes. It is at least 32 bytes, so that one element of
 * any array in the shaders fits.
 */
export const createBuffer = (
  device: GPUDevice,
  label: string,
  byteLength: number,
  usage: GPUBufferUsageFlags,
): GPUBuffer =>
  device.createBuffer({ label, size: Math.max(32, 16 * Math.ceil(byteLength / 16)), usage });

/** A set of buffers that are destroyed together. */
export class BufferSet {
  private readonly buffers: GPUBuffer[] = [];

  constructor(private readonly device: GPUDevice) {}

  make(label: string, byteLength: number, usage: GPUBufferUsageFlags): GPUBuffer {
    const buffer = createBuffer(this.device, label, byteLength, usage);
    this.buffers.push(buffer);
    return buffer;
  }

  destroy(): void {
    for (const buffer of this.buffers) buffer.destroy();
  }
}
