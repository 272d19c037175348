/** Counts of a page's calls of WebGPU. */
export interface Transfers {
  /** Buffers that were mapped for reading: each is one wait of the CPU for the GPU. */
  readBacks: number;
  readBytes: number;
  /** Bytes that were written from the CPU into buffers. */
  writtenBytes: number;
  submissions: number;
  dispatches: number;
  /** Pipelines that were compiled. */
  pipelines: number;
}

/**
 * Wraps the browser's WebGPU functions, so that they count. Call it before a device is made.
 * @returns a function that returns the counts so far
 */
export function countTransfers(): () => Transfers {
  const counts: Transfers = {
    readBacks: 0,
    readBytes: 0,
    writtenBytes: 0,
    submissions: 0,
    dispatches: 0,
    pipelines: 0,
  };
  const { mapAsync, unmap } = GPUBuffer.prototype;
  const { writeBuffer, submit } = GPUQueue.prototype;
  const { dispatchWorkgroups, dispatchWorkgroupsIndirect } = GPUComputePassEncoder.prototype;
  const { createComputePipeline, createComputePipelineAsync } = GPUDevice.prototype;
  GPUBuffer.prototype.mapAsync = function (mode, ...range) {
    if (mode & GPUMapMode.READ) {
      counts.readBacks += 1;
      counts.readBytes += this.size;
    }
    return mapAsync.call(this, mode, ...range);
  };
  GPUBuffer.prototype.unmap = function () {
    // A buffer that is mapped when it is made is written through its mapping.
    if (this.mapState === 'mapped' && !(this.usage & GPUBufferUsage.MAP_READ))
      counts.writtenBytes += this.size;
    return unmap.call(this);
  };
  GPUQueue.prototype.writeBuffer = function (buffer, at, data, from, size) {
    const unit = 'BYTES_PER_ELEMENT' in data ? Number(data.BYTES_PER_ELEMENT) : 1;
    counts.writtenBytes += size === undefined ? data.byteLength - unit * (from ?? 0) : size * unit;
    return writeBuffer.call(this, buffer, at, data as GPUAllowSharedBufferSource, from, size);
  };
  GPUQueue.prototype.submit = function (buffers) {
    counts.submissions += 1;
    return submit.call(this, buffers);
  };
  GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...sizes) {
    counts.dispatches += 1;
    return dispatchWorkgroups.call(this, ...sizes);
  };
  GPUComputePassEncoder.prototype.dispatchWorkgroupsIndirect = function (...args) {
    counts.dispatches += 1;
    return dispatchWorkgroupsIndirect.call(this, ...args);
  };
  GPUDevice.prototype.createComputePipeline = function (descriptor) {
    counts.pipelines += 1;
    return createComputePipeline.call(this, descriptor);
  };
  GPUDevice.prototype.createComputePipelineAsync = function (descriptor) {
    counts.pipelines += 1;
    return createComputePipelineAsync.call(this, descriptor);
  };
  return () => ({ ...counts });
}
