import { turntableCameras } from '../../core/camera/turntable.ts';
import { AppError, isDeviceLost } from '../../core/errors.ts';
import { backgroundOf } from '../../core/rasterize/background.ts';
import type { RenderOptions } from '../../core/rasterize/types.ts';
import { pauseForMessages, type Runtime, type StageContext } from '../context.ts';
import type { LoadedPack } from '../../packs/load.ts';
import { drawAll } from '../draw-all.ts';
import type { TurntableSettings } from '../events.ts';
import type { GaussianCloud, Turntable } from '../types.ts';
import type { VideoWriter } from '../video.ts';

/** Default width and height of the video, pixels. */
const SIZE = 512;

/** @throws AppError `settings-invalid` for a text that is no background */
function backgroundFrom(text: string): Pick<RenderOptions, 'background'> {
  const background = backgroundOf(text);
  if (background) return { background };
  throw new AppError('settings-invalid', {
    message: `turntableBackground: ${text}`,
    stage: 'turntable',
  });
}

/** A film that is being made: its file, and the number of frames in it. */
interface Film {
  video: VideoWriter;
  frames: number;
}

/** What a turntable uses of a stage's context. */
interface FilmContext extends Pick<StageContext, 'signal' | 'progress' | 'partial'> {
  pack: { manifest: Pick<LoadedPack['manifest'], 'rig' | 'turntable'> };
  runtime: Pick<Runtime, 'rasterizer' | 'openVideo'>;
}

/**
 * A video of one turn around the cloud. Each frame is encoded as soon as it is drawn, and not kept.
 * @throws AppError `settings-invalid` for a text that is no background
 */
export async function turntable(
  cloud: GaussianCloud,
  settings: TurntableSettings,
  context: FilmContext,
): Promise<Turntable> {
  const { rig, turntable: shot } = context.pack.manifest;
  const cameras = turntableCameras(rig, {
    elevationDeg: settings.turntableElevationDeg ?? shot.elevationDeg,
    frames: settings.turntableFrames ?? shot.frames,
    radius: settings.turntableRadius,
    // Encoders halve the resolution of the colours, so the size must be even.
    size: 2 * Math.round((settings.turntableSize ?? SIZE) / 2),
    up: shot.up,
  });
  const fps = settings.turntableFps ?? shot.fps;
  const options = backgroundFrom(settings.turntableBackground ?? 'white');
  const { openVideo } = context.runtime;
  if (!openVideo) throw new Error('this machine cannot encode video');
  const rasterizer = await context.runtime.rasterizer(cloud);
  // After the loss of the GPU, the film goes on after its last frame.
  const film = context.partial as Partial<Film>;
  film.frames ??= 0;
  try {
    for await (const frame of drawAll(rasterizer, cameras.slice(film.frames), options)) {
      film.video ??= await openVideo(frame, fps);
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
