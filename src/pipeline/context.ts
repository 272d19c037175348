import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { SessionPool } from '../inference/session-pool.ts';
import type { LoadedPack } from '../packs/load.ts';
import type { Rasterizer } from '../core/rasterize/types.ts';
import type { StageEvent, StageTimes } from './events.ts';
import type { StageScope } from './runner.ts';
import type { MemoryPlan } from './memory-plan.ts';
import type { ImageCodec } from './photo/picture-codec.ts';
import type { VideoWriter } from './video.ts';
import type { RgbaImage } from '../core/image/image.ts';

/** What the pipeline uses of its host. The browser's worker and the command line each make one. */
export interface Runtime {
  sessions: SessionPool;
  codec: ImageCodec;
  /** A rasterizer that has loaded this cloud. Loading a cloud frees the previous one. */
  rasterizer: (cloud: GaussianCloud) => Promise<Rasterizer>;
  /** Whether someone sees previews of the views while they are denoised. */
  showsPreviews?: boolean;
  /** Opens a video file. Absent if this machine cannot encode video; the turntable stage is then skipped. */
  openVideo?: (first: RgbaImage, fps: number) => Promise<VideoWriter>;
}

/** What every stage gets in addition to its inputs. */
export interface StageContext {
  pack: LoadedPack;
  runtime: Runtime;
  /** The memory plan, made before the run began. */
  memory: MemoryPlan;
  signal: AbortSignal;
  /** Reports which fraction of this stage is done, 0…1. */
  progress: (fraction: number) => void;
  /** Milliseconds of the stages before this one. */
  stageMs: Readonly<StageTimes>;
  /** See `StageScope.partial`. */
  partial: StageScope<StageEvent>['partial'];
  /** What the stages before this one have shown. */
  shown: readonly StageEvent[];
  /** See `StageScope.preview`. */
  preview?: StageScope<StageEvent>['preview'];
}

/**
 * Lets the event loop deliver waiting messages, for example a cancel message. Await it between two pieces of
 * work: a run on WASM never returns to the event loop by itself.
 * @throws the signal's reason if the run is cancelled
 */
export async function pauseForMessages({ signal }: Pick<StageContext, 'signal'>): Promise<void> {
  // A message, not a timer: nested timers wait 4 ms each, which is 0.6 s for a video of 150 frames.
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
