import type { Tensor } from 'onnxruntime-web';
import { mapToRead } from '../gpu/device-loss.ts';
import type { OrtModule } from './engine.ts';

/** Copies of tensors between the CPU's memory and a GPU that onnxruntime computes on. All values are float32. */

const FLOAT_BYTES = 4;

/** Whether the values of a tensor are in a buffer of the GPU. */
export const isOnGpu = ({ location }: Tensor): boolean => location === 'gpu-buffer';

const bytesOf = ({ size }: Tensor): number => size * FLOAT_BYTES;

/**
 * Reads tensors from the GPU. All of them are copied into one buffer, so the CPU waits for the GPU only once.
 * @throws Error if a tensor is not float32, or if the device is lost
 */
export async function readFromGpu(
  device: GPUDevice,
  tensors: readonly Tensor[],
): Promise<Float32Array<ArrayBuffer>[]> {
  const odd = tensors.find(({ type }) => type !== 'float32');
  if (odd) throw new Error(`an output has type ${odd.type}, not float32`);
  const total = tensors.reduce((sum, tensor) => sum + bytesOf(tensor), 0);
  const staging = device.createBuffer({
    label: 'outputs of a network',
    size: total,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  try {
    const encoder = device.createCommandEncoder();
    let at = 0;
    for (const tensor of tensors) {
      const bytes = bytesOf(tensor);
      // A tensor without values has no buffer.
      if (bytes > 0) encoder.copyBufferToBuffer(tensor.gpuBuffer, 0, staging, at, bytes);
      at += bytes;
    }
    device.queue.submit([encoder.finish()]);
    await mapToRead(staging);
    const mapped = staging.getMappedRange();
    at = 0;
    return tensors.map((tensor) => {
      const from = at;
      at += bytesOf(tensor);
      return new Float32Array(mapped.slice(from, at));
    });
  } finally {
    staging.destroy();
  }
}

/** Copies values into a new buffer of the GPU. `dispose` of the tensor destroys the buffer. */
export function uploadToGpu(
  { Tensor }: OrtModule,
  device: GPUDevice,
  data: Float32Array,
  shape: readonly number[],
): Tensor {
  const buffer = device.createBuffer({
    label: 'input of a network',
    // onnxruntime binds whole multiples of 16 bytes.
    size: Math.max(16, Math.ceil(data.byteLength / 16) * 16),
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
  });
  device.queue.writeBuffer(buffer, 0, data as Float32Array<ArrayBuffer>);
  return Tensor.fromGpuBuffer(buffer, {
    dataType: 'float32',
    dims: shape,
    dispose: () => buffer.destroy(),
  });
}
