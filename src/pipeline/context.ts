import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { SessionHost } from '../inference/session-host.ts';
import type { LoadedPack } from '../packs/load.ts';
import type { Rasterizer } from '../core/rasterize/types.ts';
import type { StageTimes } from './events.ts';
import type { MemoryPlan } from './memory-plan.ts';
import type { ImageCodec } from './png.ts';
import type { VideoWriter } from './video.ts';
import type { RgbaImage } from '../core/image/image.ts';

/** The machine under the pipeline; another host (a command line) brings other parts. */
export interface Runtime {
  host: SessionHost;
  codec: ImageCodec;
  /** A rasterizer with this cloud loaded; the one before is freed when the cloud is another. */
  rasterizer: (cloud: GaussianCloud) => Promise<Rasterizer>;
  /** Absent where this machine is known to encode no video: there is no turntable then. */
  openVideo?: (first: RgbaImage, fps: number) => Promise<VideoWriter>;
}

/** What every stage gets besides its input. */
export interface StageContext {
  pack: LoadedPack;
  runtime: Runtime;
  /** What was planned before the run began. */
  memory: MemoryPlan;
  signal: AbortSignal;
  /** Fraction 0…1 of this stage. */
  progress: (fraction: number) => void;
  /** Milliseconds of the stages before this one. */
  stageMs: Readonly<StageTimes>;
}

/**
 * To be awaited between two pieces of work: lets waiting messages in, among them the wish to cancel,
 * then throws if the run is cancelled. A run on WASM settles without ever going back to the event loop.
 */
export async function breathe({ signal }: Pick<StageContext, 'signal'>): Promise<void> {
  // Not a timer: nested timers wait 4 ms each, which a film of 150 frames feels.
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
  signal.throwIfAborted();
}
