import { AppError } from '../core/errors.ts';
import { lossOf } from './device-loss.ts';

const lostError = (info: GPUDeviceLostInfo) =>
  new AppError('device-lost', { message: `GPU device lost (${info.reason}): ${info.message}` });

/** A GPU device, and whether it has been lost. */
export class GpuContext {
  private loss: GPUDeviceLostInfo | undefined;

  private constructor(
    readonly device: GPUDevice,
    private readonly owned: boolean,
  ) {
    void device.lost.then((info) => (this.loss = info));
  }

  /** Uses a device that has another owner, for example onnxruntime. `dispose` does not destroy this device. */
  static adopt(device: GPUDevice): GpuContext {
    return new GpuContext(device, false);
  }

  /**
   * Requests a new device. The device has the default limits, which are enough for the rasterizer. It has
   * `timestamp-query` if the adapter supports this feature.
   * @throws AppError `backend-unavailable` if there is no adapter
   */
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

  /** True if the adapter is a software implementation on the CPU, for example SwiftShader. */
  get isSoftware(): boolean {
    const info = this.device.adapterInfo;
    return info.isFallbackAdapter || info.architecture === 'swiftshader';
  }

  /** @throws AppError `device-lost` if the device has been lost */
  assertAlive(): void {
    if (this.loss) throw lostError(this.loss);
  }

  /**
   * The error to throw instead of `error`: `device-lost` if the device has been lost or is lost soon, else `error`
   * itself. An AppError is known to have another cause.
   */
  async explain(error: unknown): Promise<unknown> {
    if (error instanceof AppError) return error;
    const info = this.loss ?? (await lossOf(this.device));
    return info ? lostError(info) : error;
  }

  /**
   * Runs `allocate` and returns its result.
   * @param what name of what is allocated, for the error message
   * @throws AppError `out-of-memory` if the allocation failed; the result of `allocate` is then destroyed.
   *   `device-lost` if the device has been lost
   */
  async allocating<T extends { destroy(): void }>(what: string, allocate: () => T): Promise<T> {
    this.assertAlive();
    this.device.pushErrorScope('out-of-memory');
    const made = allocate();
    const error = await this.device.popErrorScope();
    if (!error) return made;
    made.destroy();
    throw new AppError('out-of-memory', { message: `${what}: ${error.message}`, stage: 'render' });
  }

  /** Destroys the device if `request` created it. */
  dispose(): void {
    if (this.owned) this.device.destroy();
  }
}
