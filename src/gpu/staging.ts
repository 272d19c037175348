import { createBuffer } from './kernel.ts';
import type { Region } from './region.ts';

/** What the host reads one frame through. Busy from the moment that a frame is copied into it until it is read. */
export class Staging {
  busy = false;
  /** Those that the frame was drawn in. */
  regions: readonly Region[] = [];
  private readonly targets: GPUBuffer[];
  private totals: GPUBuffer | undefined;
  private capacity = 0;

  constructor(
    private readonly device: GPUDevice,
    sizes: readonly number[],
  ) {
    this.targets = sizes.map((size) => this.make('picture to read', size));
  }

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
   * Waits for the frame: the pairs that each region needed and, if all regions had room for them, what `take`
   * makes of the pictures, which it must copy.
   */
  async read<T>(take: (pictures: ArrayBuffer[]) => T): Promise<{ needed: Uint32Array; taken?: T }> {
    const { totals } = this;
    if (!totals) throw new Error('nothing was copied here');
    const all = [totals, ...this.targets];
    await Promise.all(all.map((buffer) => buffer.mapAsync(GPUMapMode.READ)));
    try {
      const words = new Uint32Array(totals.getMappedRange());
      const needed = Uint32Array.from(this.regions, (_, i) => words[2 * i]);
      if (needed.some((pairs) => pairs > this.capacity)) return { needed };
      return { needed, taken: take(this.targets.map((buffer) => buffer.getMappedRange())) };
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
