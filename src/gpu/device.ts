import { AppError } from '../core/errors.ts';

const lostError = (info: GPUDeviceLostInfo) =>
  new AppError('device-lost', { message: `GPU device lost (${info.reason}): ${info.message}` });

/** A device together with what is known of its loss. */
export class GpuContext {
  private loss: GPUDeviceLostInfo | undefined;

  private constructor(
    readonly device: GPUDevice,
    private readonly owned: boolean,
  ) {
    void device.lost.then((info) => (this.loss = info));
  }

  /** Uses a device that belongs to someone else, such as onnxruntime's; never destroys it. */
  static adopt(device: GPUDevice): GpuContext {
    return new GpuContext(device, false);
  }

  /** A device of our own, with default limits: nothing here needs more. It can time passes where the adapter can. */
  static async request(gpu: GPU): Promise<GpuContext> {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter)
      throw new AppError('backend-unavailable', {
        message: 'no WebGPU adapter',
        recoverable: false,
      });
    const requiredFeatures: GPUFeatureName[] = ['timestamp-query'];
    const features = requiredFeatures.filter((feature) => adapter.features.has(feature));
    return new GpuContext(
      await adapter.requestDevice({ label: 'rasterizer', requiredFeatures: features }),
      true,
    );
  }

  /** True where the "GPU" is a program on the CPU, such as SwiftShader. */
  get isSoftware(): boolean {
    const info = this.device.adapterInfo;
    return info.isFallbackAdapter || info.architecture === 'swiftshader';
  }

  assertAlive(): void {
    if (this.loss) throw lostError(this.loss);
  }

  /** What to throw for an error that surfaced while waiting: the loss of the device, if that is behind it. */
  async explain(error: unknown): Promise<unknown> {
    // The loss may be announced a moment after the operation that it broke.
    const moment = new Promise<undefined>((resolve) => setTimeout(resolve, 50, undefined));
    const info = this.loss ?? (await Promise.race([this.device.lost, moment]));
    return info ? lostError(info) : error;
  }

  /** Runs `allocate`, and turns a failed allocation into an `AppError`. */
  async allocating<T extends { destroy(): void }>(what: string, allocate: () => T): Promise<T> {
    this.assertAlive();
    this.device.pushErrorScope('out-of-memory');
    const made = allocate();
    const error = await this.device.popErrorScope();
    if (!error) return made;
    made.destroy();
    throw new AppError('out-of-memory', { message: `${what}: ${error.message}`, stage: 'render' });
  }

  dispose(): void {
    if (this.owned) this.device.destroy();
  }
}
