/** The stages of a frame, in order. Each is timed separately. */
type FrameStage = 'project' | 'depth sort' | 'places' | 'pairs' | 'tile sort' | 'ranges' | 'blend';

/** Milliseconds on the device, per stage. */
export type FrameTimes = Record<FrameStage, number>;

/** The number of passes of one frame that are timed. A frame in very many regions has more; the rest is not timed. */
const MAX_PASSES = 512;

/** Opens the compute passes of a frame. Times them when enabled and the device has `timestamp-query`. */
export class FrameTimer {
  private readonly queries: GPUQuerySet | undefined;
  private readonly resolved: GPUBuffer | undefined;
  private readonly staging: GPUBuffer | undefined;
  private stages: FrameStage[] = [];

  constructor(device: GPUDevice, enabled: boolean) {
    if (!enabled || !device.features.has('timestamp-query')) return;
    const count = 2 * MAX_PASSES;
    const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
    this.queries = device.createQuerySet({ label: 'times', type: 'timestamp', count });
    const make = (usage: GPUBufferUsageFlags) =>
      device.createBuffer({ label: 'times', size: 8 * count, usage });
    this.resolved = make(QUERY_RESOLVE | COPY_SRC);
    this.staging = make(COPY_DST | MAP_READ);
  }

  /** Begins a frame. */
  start(): void {
    this.stages = [];
  }

  /** Adds one compute pass to the frame; `encode` records its commands. */
  pass(
    encoder: GPUCommandEncoder,
    stage: FrameStage,
    encode: (pass: GPUComputePassEncoder) => void,
  ): void {
    const index = this.stages.length;
    const timed = this.queries && index < MAX_PASSES;
    if (timed) this.stages.push(stage);
    const pass = encoder.beginComputePass({
      label: stage,
      ...(timed && {
        timestampWrites: {
          querySet: this.queries,
          beginningOfPassWriteIndex: 2 * index,
          endOfPassWriteIndex: 2 * index + 1,
        },
      }),
    });
    encode(pass);
    pass.end();
  }

  /** Ends a frame: encodes the copy of its timestamps into the buffer that `read` maps. */
  finish(encoder: GPUCommandEncoder): void {
    const { queries, resolved, staging } = this;
    if (!queries || !resolved || !staging) return;
    const count = 2 * this.stages.length;
    encoder.resolveQuerySet(queries, 0, count, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, staging, 0, 8 * count);
  }

  /**
   * The times of the last finished frame, undefined when frames are not timed. That frame must be complete on the
   * device, and nothing may be submitted until this call returns.
   */
  async read(): Promise<FrameTimes | undefined> {
    const { staging, stages } = this;
    if (!staging) return undefined;
    await staging.mapAsync(GPUMapMode.READ);
    const nanoseconds = new BigUint64Array(staging.getMappedRange());
    const times: FrameTimes = {
      project: 0,
      'depth sort': 0,
      places: 0,
      pairs: 0,
      'tile sort': 0,
      ranges: 0,
      blend: 0,
    };
    stages.forEach((stage, i) => {
      times[stage] += Number(nanoseconds[2 * i + 1] - nanoseconds[2 * i]) / 1e6;
    });
    staging.unmap();
    return times;
  }

  destroy(): void {
    this.queries?.destroy();
    this.resolved?.destroy();
    this.staging?.destroy();
  }
}
