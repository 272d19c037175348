import { createBuffer } from './kernel.ts';
import type { Region } from './region.ts';

/** Buffers through which the host reads one frame. */
export class Staging {
  /** True from the copy of a frame into these buffers until the frame is read. */
  busy = false;
  /** The regions in which the frame was drawn. */
  regions: readonly Region[] = [];
  private readonly targets: GPUBuffer[];
  private totals: GPUBuffer | undefined;
  private capacity = 0;

  /** @param sizes bytes of each buffer of the picture */
  constructor(
    private readonly device: GPUDevice,
    sizes: readonly number[],
  ) {
    this.targets = sizes.map((size) => this.make('picture to read', size));
  }

  /**
   * Encodes the copy of a frame into these buffers.
   * @param totals pair counts, two u32 per region
   * @param capacity pairs for which there was room
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
   * Waits for the frame. `needed` is the number of pairs per region. `result` is what `convert` returned, and is
   * absent when a region needed more pairs than there was room for.
   * @param convert receives the mapped buffers of the picture. It must copy what it keeps: they are unmapped afterwards
   */
  async read<T>(
    convert: (pictures: ArrayBuffer[]) => T,
  ): Promise<{ needed: Uint32Array; result?: T }> {
    const { totals } = this;
    if (!totals) throw new Error('no frame was copied into these staging buffers');
    const all = [totals, ...this.targets];
    await Promise.all(all.map((buffer) => buffer.mapAsync(GPUMapMode.READ)));
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
