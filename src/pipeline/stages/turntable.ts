import { turntableCameras } from '../../core/camera/turntable.ts';
import { isDeviceLost } from '../../core/errors.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import { drawAll } from '../draw-all.ts';
import type { RunSettings } from '../events.ts';
import type { GaussianCloud, Turntable } from '../types.ts';
import type { VideoWriter } from '../video.ts';

/** Default width and height of the video, pixels. */
const SIZE = 512;

const WHITE = { background: 'white' } as const;

/** A film that is being made: its file, and the number of frames in it. */
interface Film {
  video: VideoWriter;
  frames: number;
}

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
  // After the loss of the GPU, the film goes on after its last frame.
  const film = context.partial as Partial<Film>;
  film.frames ??= 0;
  try {
    for await (const frame of drawAll(rasterizer, cameras.slice(film.frames), WHITE)) {
      film.video ??= await openVideo(frame, shot.fps);
      await film.video.add(frame);
      film.frames += 1;
      context.progress(film.frames / cameras.length);
      await pauseForMessages(context);
    }
    if (!film.video) throw new Error('a turntable has at least one frame');
    return { name: film.video.name, file: await film.video.finish() };
  } catch (error) {
    if (!isDeviceLost(error)) {
      await film.video?.cancel().catch(() => undefined);
      film.video = film.frames = undefined;
    }
    throw error;
  }
}
