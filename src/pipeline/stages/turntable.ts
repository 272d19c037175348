import { turntableCameras, type Camera } from '../../core/camera.ts';
import type { RgbaImage } from '../../core/image.ts';
import type { Rasterizer } from '../../core/rasterize/types.ts';
import { breathe, type StageContext } from '../context.ts';
import type { RunSettings } from '../events.ts';
import type { GaussianCloud, Turntable } from '../types.ts';
import type { VideoWriter } from '../video.ts';

/** Pixels of a frame where nothing else is asked for. */
const SIZE = 512;

/** The cloud turned once around, as a video. Frames go to the encoder one by one; none is held. */
export async function turntable(
  cloud: GaussianCloud,
  {
    turntableSize = SIZE,
    turntableElevationDeg,
  }: Pick<RunSettings, 'turntableSize' | 'turntableElevationDeg'>,
  context: StageContext,
): Promise<Turntable> {
  // Encoders halve the colours' resolution: even sizes only.
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
  if (!openVideo) throw new Error('this machine encodes no video');
  const rasterizer = await context.runtime.rasterizer(cloud);
  let video: VideoWriter | undefined;
  try {
    let done = 0;
    for await (const frame of drawn(rasterizer, cameras)) {
      video ??= await openVideo(frame, shot.fps);
      await video.add(frame);
      done += 1;
      context.progress(done / cameras.length);
      await breathe(context);
    }
    if (!video) throw new Error('a turntable has at least one frame');
    return { name: video.name, file: await video.finish() };
  } catch (error) {
    await video?.cancel().catch(() => undefined);
    throw error;
  }
}

/** Frames one after the other; the next one is drawn while one is encoded, and no more than that. */
async function* drawn(
  rasterizer: Rasterizer,
  cameras: readonly Camera[],
): AsyncGenerator<RgbaImage, void, undefined> {
  const draw = (camera: Camera) => {
    const frame = rasterizer.renderBytes(camera, { background: 'white' });
    // If the film ends before its turn comes, nobody hears of its failure.
    frame.catch(() => undefined);
    return frame;
  };
  let coming = cameras.length > 0 ? draw(cameras[0]) : undefined;
  for (let i = 0; coming; i++) {
    const frame = await coming;
    coming = i + 1 < cameras.length ? draw(cameras[i + 1]) : undefined;
    yield frame;
  }
}
