import { mapToRead } from './device-loss.ts';
import { createBuffer } from './kernel.ts';
import type { Region } from './region.ts';

/** Buffers through which the CPU reads one frame. */
export class Staging {
  /** True from the call of `fill` until the rasterizer has read the frame. The rasterizer sets this to false. */
  busy = false;
  /** The regions in which the frame was drawn. */
  regions: readonly Region[] = [];
  private readonly targets: GPUBuffer[];
  private totals: GPUBuffer | undefined;
  private capacity = 0;

  /** @param sizes size in bytes of each buffer of the picture */
  constructor(
    private readonly device: GPUDevice,
    sizes: readonly number[],
  ) {
    this.targets = sizes.map((size) => this.make('picture to read', size));
  }

  /**
   * Encodes commands that copy a frame to these buffers.
   * @param totals numbers of pairs, two u32 per region
   * @param capacity the number of pairs that fitted into the buffers of pairs
   */
  fill(
    encoder: GPUCommandEncoder,
    sources: readonly GPUBuffer[],
    totals: GPUBuffer,
    regions: readonly Region[],
    capacity: number,
  ): void {
    this.busy = true;
    this.regions = regions;
    this.capacity = capacity;
    if (this.totals?.size !== totals.size) {
      this.totals?.destroy();
      this.totals = this.make('totals to read', totals.size);
    }
    encoder.copyBufferToBuffer(totals, 0, this.totals, 0, totals.size);
    sources.forEach((source, i) => {
      encoder.copyBufferToBuffer(source, 0, this.targets[i], 0, source.size);
    });
  }

  /**
   * Waits for the frame. `needed` is the number of pairs per region. `result` is what `convert` returned. It is
   * absent if a region needed more pairs than fitted into the buffers.
   * @param convert receives the mapped buffers of the picture. `convert` must copy the data that it keeps: the
   *   buffers are unmapped afterwards
   */
  async read<T>(
    convert: (pictures: ArrayBuffer[]) => T,
  ): Promise<{ needed: Uint32Array; result?: T }> {
    const { totals } = this;
    if (!totals) throw new Error('no frame was copied into these staging buffers');
    const all = [totals, ...this.targets];
    await Promise.all(all.map((buffer) => mapToRead(buffer)));
    try {
      const words = new Uint32Array(totals.getMappedRange());
      const needed = Uint32Array.from(this.regions, (_, i) => words[2 * i]);
      if (needed.some((pairs) => pairs > this.capacity)) return { needed };
      return { needed, result: convert(this.targets.map((buffer) => buffer.getMappedRange())) };
    } finally {
      for (const buffer of all) buffer.unmap();
    }
  }

  destroy(): void {
    for (const buffer of this.targets) buffer.destroy();
    this.totals?.destroy();
  }

  private make(label: string, size: number): GPUBuffer {
    return createBuffer(
      this.device,
      label,
      size,
      GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    );
  }
}
