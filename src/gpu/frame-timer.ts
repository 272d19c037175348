import { mapToRead } from './device-loss.ts';

/** The steps of drawing one picture, in order. Each step is timed separately. */
type DrawingStep = 'project' | 'depth sort' | 'places' | 'pairs' | 'tile sort' | 'ranges' | 'blend';

/** Milliseconds on the device, per step. */
export type FrameTimes = Record<DrawingStep, number>;

/**
 * The most compute passes of one frame that are timed. A frame that is split into very many regions has more passes.
 * The further passes are left out, so the times of this frame are then too small.
 */
const MAX_PASSES = 512;

/**
 * Begins the compute passes of a frame. If the timer is enabled and the device has `timestamp-query`, the passes are
 * also timed.
 */
export class FrameTimer {
  private readonly queries: GPUQuerySet | undefined;
  private readonly resolved: GPUBuffer | undefined;
  private readonly staging: GPUBuffer | undefined;
  private steps: DrawingStep[] = [];

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
    this.steps = [];
  }

  /** Adds one compute pass to the frame; `encode` records its commands. */
  pass(
    encoder: GPUCommandEncoder,
    step: DrawingStep,
    encode: (pass: GPUComputePassEncoder) => void,
  ): void {
    const index = this.steps.length;
    const timed = this.queries && index < MAX_PASSES;
    if (timed) this.steps.push(step);
    const pass = encoder.beginComputePass({
      label: step,
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

  /** Ends a frame: encodes commands that copy its timestamps to the buffer that `read` maps. */
  finish(encoder: GPUCommandEncoder): void {
    const { queries, resolved, staging } = this;
    if (!queries || !resolved || !staging) return;
    const count = 2 * this.steps.length;
    encoder.resolveQuerySet(queries, 0, count, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, staging, 0, 8 * count);
  }

  /**
   * The times of the last finished frame; undefined if frames are not timed. The device must have completed this
   * frame. Submit nothing until the returned promise has settled.
   */
  async read(): Promise<FrameTimes | undefined> {
    const { staging, steps } = this;
    if (!staging) return undefined;
    await mapToRead(staging);
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
    steps.forEach((step, i) => {
      times[step] += Number(nanoseconds[2 * i + 1] - nanoseconds[2 * i]) / 1e6;
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
