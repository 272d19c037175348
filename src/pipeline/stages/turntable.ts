import { turntableCameras } from '../../core/camera/turntable.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import { drawAll } from '../draw-all.ts';
import type { RunSettings } from '../events.ts';
import type { GaussianCloud, Turntable } from '../types.ts';
import type { VideoWriter } from '../video.ts';

/** Default width and height of the video, pixels. */
const SIZE = 512;

/** A video of one turn around the cloud. Each frame is encoded as soon as it is drawn, and not kept. */
export async function turntable(
  cloud: GaussianCloud,
  {
    turntableSize = SIZE,
    turntableElevationDeg,
  }: Pick<RunSettings, 'turntableSize' | 'turntableElevationDeg'>,
  context: StageContext,
): Promise<Turntable> {
  // Encoders halve the resolution of the colours, so the size must be even.
  const size = 2 * Math.round(turntableSize / 2);
  const { rig, turntable: shot } = context.pack.manifest;
  const cameras = turntableCameras(
    rig,
    turntableElevationDeg ?? shot.elevationDeg,
    shot.frames,
    size,
    shot.up,
  );
  const { openVideo } = context.runtime;
  if (!openVideo) throw new Error('this machine cannot encode video');
  const rasterizer = await context.runtime.rasterizer(cloud);
  let video: VideoWriter | undefined;
  try {
    let done = 0;
    for await (const frame of drawAll(rasterizer, cameras, { background: 'white' })) {
      video ??= await openVideo(frame, shot.fps);
      await video.add(frame);
      done += 1;
      context.progress(done / cameras.length);
      await pauseForMessages(context);
    }
    if (!video) throw new Error('a turntable has at least one frame');
    return { name: video.name, file: await video.finish() };
  } catch (error) {
    await video?.cancel().catch(() => undefined);
    throw error;
  }
}
