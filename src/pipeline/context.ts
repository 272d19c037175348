import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { SessionHost } from '../inference/session-host.ts';
import type { LoadedPack } from '../packs/load.ts';
import type { Rasterizer } from '../core/rasterize/types.ts';
import type { StageTimes } from './events.ts';
import type { MemoryPlan } from './memory-plan.ts';
import type { ImageCodec } from './picture-codec.ts';
import type { VideoWriter } from './video.ts';
import type { RgbaImage } from '../core/image/image.ts';

/** The machine under the pipeline. Browser and command line each make one. */
export interface Runtime {
  host: SessionHost;
  codec: ImageCodec;
  /** A rasterizer with this cloud loaded. Loading another cloud frees the one before. */
  rasterizer: (cloud: GaussianCloud) => Promise<Rasterizer>;
  /** Absent if this machine cannot encode video. The turntable stage is then skipped. */
  openVideo?: (first: RgbaImage, fps: number) => Promise<VideoWriter>;
}

/** What every stage gets beside its inputs. */
export interface StageContext {
  pack: LoadedPack;
  runtime: Runtime;
  /** Planned before the run began. */
  memory: MemoryPlan;
  signal: AbortSignal;
  /** Fraction 0…1 of this stage. */
  progress: (fraction: number) => void;
  /** Milliseconds of the stages before this one. */
  stageMs: Readonly<StageTimes>;
}

/**
 * To be awaited between two pieces of work. It lets waiting messages in, a cancel message among them, and throws if the run
 * is cancelled. A run on WASM never returns to the event loop by itself.
 */
export async function breathe({ signal }: Pick<StageContext, 'signal'>): Promise<void> {
  // Not a timer: nested timers wait 4 ms each, 0.6 s for a film of 150 frames.
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
