import { RULES } from '../core/rasterize/rules.ts';
import type { View } from '../core/rasterize/view.ts';
import type { CloudBuffers } from './cloud-buffers.ts';
import { bind, BufferSet } from './kernel.ts';
import type { PairBuffers } from './pair-buffers.ts';
import type { SplatKernels } from './splat-kernels.ts';

/** Rows of tiles that one dispatch draws. */
interface Band {
  firstRow: number;
  rows: number;
  uniform: GPUBuffer;
}

/** Everything whose size depends on the picture: tile ranges, picture, and what the host reads it through. */
export class PictureBuffers {
  readonly ranges: GPUBuffer;
  private readonly rgba: GPUBuffer;
  private readonly depth: GPUBuffer;
  private readonly staging: { rgba: GPUBuffer; depth: GPUBuffer; needed: GPUBuffer };
  private readonly bands: Band[];
  private readonly buffers: BufferSet;

  constructor(
    private readonly device: GPUDevice,
    private readonly kernels: SplatKernels,
    readonly width: number,
    readonly height: number,
    { tilesX, tilesY }: View,
    maxBindingBytes: number,
  ) {
    const { STORAGE, COPY_SRC, COPY_DST, MAP_READ, UNIFORM } = GPUBufferUsage;
    const buffers = new BufferSet(device);
    const pixels = width * height;
    this.buffers = buffers;
    this.ranges = buffers.make('tile ranges', 8 * tilesX * tilesY, STORAGE | COPY_DST);
    this.rgba = buffers.make('rgba', 16 * pixels, STORAGE | COPY_SRC);
    this.depth = buffers.make('depth', 4 * pixels, STORAGE | COPY_SRC);
    const readable = COPY_DST | MAP_READ;
    this.staging = {
      rgba: buffers.make('rgba to read', 16 * pixels, readable),
      depth: buffers.make('depth to read', 4 * pixels, readable),
      needed: buffers.make('pairs to read', 4, readable),
    };
    const bytesPerRow = 16 * RULES.TILE * width;
    // Fours of rows begin at multiples of 256 bytes in both pictures, as offsets of bindings must.
    const rows = Math.max(4, 4 * Math.floor(maxBindingBytes / bytesPerRow / 4));
    this.bands = Array.from({ length: Math.ceil(tilesY / rows) }, (_, index) => {
      const firstRow = rows * index;
      const uniform = buffers.make('band', 4, UNIFORM | COPY_DST);
      device.queue.writeBuffer(uniform, 0, new Uint32Array([firstRow]));
      return { firstRow, rows: Math.min(rows, tilesY - firstRow), uniform };
    });
  }

  encode(pass: GPUComputePassEncoder, cloud: CloudBuffers, pairs: PairBuffers, view: View): void {
    pass.setPipeline(this.kernels.blend);
    for (const { firstRow, rows, uniform } of this.bands) {
      const first = firstRow * RULES.TILE * this.width;
      const count = Math.min(rows * RULES.TILE, this.height - firstRow * RULES.TILE) * this.width;
      pass.setBindGroup(
        0,
        bind(this.device, this.kernels.blend, [
          cloud.frame,
          cloud.splats,
          cloud.paint,
          pairs.splats(view),
          this.ranges,
          { buffer: this.rgba, offset: 16 * first, size: 16 * count },
          { buffer: this.depth, offset: 4 * first, size: 4 * count },
          uniform,
        ]),
      );
      pass.dispatchWorkgroups(view.tilesX, rows);
    }
  }

  copyOut(encoder: GPUCommandEncoder, pairs: PairBuffers): void {
    const { staging } = this;
    encoder.copyBufferToBuffer(this.rgba, 0, staging.rgba, 0, this.rgba.size);
    encoder.copyBufferToBuffer(this.depth, 0, staging.depth, 0, this.depth.size);
    encoder.copyBufferToBuffer(pairs.needed, 0, staging.needed, 0, 4);
  }

  /** Waits for the frame. The picture is only worth reading when the pairs found room. */
  async read(capacity: number) {
    const { rgba, depth, needed } = this.staging;
    const pixels = this.width * this.height;
    await Promise.all([rgba, depth, needed].map((buffer) => buffer.mapAsync(GPUMapMode.READ)));
    try {
      const pairs = new Uint32Array(needed.getMappedRange())[0];
      if (pairs > capacity) return { pairs };
      return {
        pairs,
        rgba: new Float32Array(rgba.getMappedRange().slice(0, 16 * pixels)),
        depth: new Float32Array(depth.getMappedRange().slice(0, 4 * pixels)),
      };
    } finally {
      for (const buffer of [rgba, depth, needed]) buffer.unmap();
    }
  }

  destroy(): void {
    this.buffers.destroy();
  }
}
