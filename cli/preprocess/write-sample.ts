import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  cameraJson,
  preprocessSample,
  type PreprocessedSample,
} from '../../src/core/preprocess/index.ts';
import { writeTogether, type Content } from '../output/write-together.ts';
import { sharpCodec } from '../runtime/codec.ts';
import type { SampleFolder } from '../sample-folder.ts';
import { readSample } from './read-sample.ts';
import { recordOf, type PreprocessRequest } from './request.ts';

const CAMERAS = 'opencv_cameras.json';

/** Field of opencv_cameras.json with the options of this program. */
const RECORD = 'preprocess';

/** Names of the pictures that this command writes. */
const OURS = /^images\/cam_\d{3,}\.png$/;

/** The path of a view's picture in a sample, as the lab's scripts name it. */
const pictureName = (i: number) => `images/cam_${`${i}`.padStart(3, '0')}.png`;

/** What happened to the views without a mouse, as a sentence. Undefined if each shows one. */
function blankSentence({ views, shown }: PreprocessedSample, names: readonly string[]) {
  const blank = names.filter((_, i) => !shown[i]);
  if (blank.length === 0) return undefined;
  const stays = views.every((view) => view !== null);
  const what = stays ? 'kept as the lab does' : 'left out, with their cameras';
  return `views without a mouse are ${what}: ${blank.join(', ')}.`;
}

/**
 * Preprocesses a sample. Its files are written into the folder `out`, all or none.
 * @throws UsageError, AppError or OutputError
 */
export async function writeSample(
  sample: SampleFolder,
  out: string,
  request: PreprocessRequest,
): Promise<void> {
  const { views, names, json } = await readSample(sample, request);
  const done = preprocessSample(views, request.options);
  const files = new Map<string, Content>();
  const frames = [];
  for (const [at, view] of done.views.entries()) {
    if (!view) continue;
    const picture = pictureName(at);
    frames.push({ at, camera: view.camera, picture });
    files.set(picture, await sharpCodec.encodePng(view.image));
  }
  const written = cameraJson(json, frames, { ...done.fields, [RECORD]: recordOf(request) });
  // Written last: with it the sample is finished.
  files.set(CAMERAS, new TextEncoder().encode(`${JSON.stringify(written, null, 2)}\n`));
  await writeTogether(out, files, (name) => OURS.test(name));
  const blank = blankSentence(done, names);
  if (blank) request.context.warn(`${sample.name}: ${blank}`);
  const scales = done.scales.filter((scale) => scale > 0).map((scale) => scale.toFixed(3));
  request.context.say(
    `${out}: ${frames.length} ${frames.length === 1 ? 'view' : 'views'}, scale ${[...new Set(scales)].join(', ')}`,
  );
}

/** The time at which a sample was last changed, ms. */
async function changedAt({ pictures, cameras, masks }: SampleFolder): Promise<number> {
  const inMasks =
    masks === null ? [] : (await readdir(masks)).map((name) => path.join(masks, name));
  const infos = await Promise.all([...pictures, cameras, ...inMasks].map((file) => stat(file)));
  return Math.max(...infos.map(({ mtimeMs }) => mtimeMs));
}

/** Whether a folder has all files of this sample with these options, and the sample has not changed since. */
export async function isWritten(
  sample: SampleFolder,
  out: string,
  request: PreprocessRequest,
): Promise<boolean> {
  try {
    const file = path.join(out, CAMERAS);
    if ((await changedAt(sample)) > (await stat(file)).mtimeMs) return false;
    const { frames, [RECORD]: record } = JSON.parse(await readFile(file, 'utf8')) as {
      frames: { file_path: string }[];
      [RECORD]?: unknown;
    };
    await Promise.all(frames.map((frame) => stat(path.join(out, frame.file_path))));
    return isDeepStrictEqual(record, recordOf(request));
  } catch {
    return false;
  }
}
