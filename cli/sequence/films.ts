import sharp from 'sharp';
import type { RgbaImage } from '../../src/core/image/image.ts';
import type { Runtime } from '../../src/pipeline/context.ts';
import { svg, textSvg } from '../evaluate/sheet.ts';
import { writeTogether } from '../output/write-together.ts';
import { pictureOf } from './draw.ts';
import type { FilmCamera } from './film-cameras.ts';
import { viewName, type Frame } from './frame.ts';
import { inGrid } from './grid.ts';

type OpenVideo = NonNullable<Runtime['openVideo']>;

/** Grey of the picture of a frame that failed. Pictures of splats are on white. */
const MISSING = '#9a9a9a';

/** What films show of a frame that failed: grey, with its number. Without a font on this machine it is grey only. */
async function missingPicture({ number }: Frame, { camera }: FilmCamera): Promise<RgbaImage> {
  const { width, height } = camera;
  const text = svg(textSvg(`frame ${number} is missing`, 4), width);
  const { data } = await sharp({ create: { width, height, channels: 4, background: MISSING } })
    .composite(height >= 20 ? [{ input: text, left: 0, top: 0 }] : [])
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width, height, data: Uint8ClampedArray.from(data) };
}

async function readPicture(file: string): Promise<RgbaImage> {
  const { data, info } = await sharp(file)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: Uint8ClampedArray.from(data) };
}

/** What the films are made of. */
export interface FilmPlan {
  out: string;
  frames: readonly Frame[];
  /** Frames that have no pictures. */
  missing: ReadonlySet<Frame>;
  cameras: readonly FilmCamera[];
  /** Frames per second. */
  fps: number;
}

/** Makes one film. Its pictures are made one by one. */
async function makeFilm(
  frames: readonly Frame[],
  picture: (frame: Frame) => Promise<RgbaImage>,
  openVideo: OpenVideo,
  fps: number,
): Promise<Blob> {
  const first = await picture(frames[0]);
  const video = await openVideo(first, fps);
  try {
    await video.add(first);
    for (const frame of frames.slice(1)) await video.add(await picture(frame));
    return await video.finish();
  } catch (error) {
    await video.cancel().catch(() => undefined);
    throw error;
  }
}

/**
 * Writes the film of each camera, and one with all cameras in a grid. They are made one after another from the pictures
 * on the disk. A frame that failed is a grey picture, so all films stay in step with time. Resolves with their names.
 * @throws OutputError, AppError `video-unavailable`
 */
export async function makeFilms(
  { out, frames, missing, cameras, fps }: FilmPlan,
  openVideo: OpenVideo,
): Promise<string[]> {
  const pictureBy = (view: FilmCamera) => (frame: Frame) =>
    missing.has(frame)
      ? missingPicture(frame, view)
      : readPicture(pictureOf(out, view.number, frame));
  const together = async (frame: Frame) =>
    inGrid(await Promise.all(cameras.map((view) => pictureBy(view)(frame))));
  const films = [
    ...cameras.map((view) => ({ name: viewName(view.number), picture: pictureBy(view) })),
    { name: 'combined_views', picture: together },
  ];
  for (const { name, picture } of films) {
    const film = await makeFilm(frames, picture, openVideo, fps);
    await writeTogether(out, new Map([[`${name}.mp4`, film]]), () => false);
  }
  return films.map(({ name }) => `${name}.mp4`);
}
