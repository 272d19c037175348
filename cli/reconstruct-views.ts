import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Camera } from '../src/core/camera/camera.ts';
import { AppError } from '../src/core/errors.ts';
import {
  cameraInvalid,
  cameraOf,
  pinholeFault,
  type Size,
} from '../src/core/camera/files/index.ts';
import { pairPictures } from '../src/core/camera/files/pairing.ts';
import { rigFault } from '../src/core/camera/rig-faults.ts';
import type { LoadedPack } from '../src/packs/load.ts';
import type { Runtime, StageContext } from '../src/pipeline/context.ts';
import {
  directTable,
  type DirectGiven,
  type DirectOutputs,
  type DirectSettings,
} from '../src/pipeline/direct-table.ts';
import type { StageEvent } from '../src/pipeline/events.ts';
import { planMemory } from '../src/pipeline/memory-plan.ts';
import { HEADER_BYTES, readPhotoHeader } from '../src/pipeline/photo/header.ts';
import { Runner } from '../src/pipeline/runner.ts';
import type { PhotoFile } from '../src/pipeline/stages/photo.ts';
import type { PosedPictures } from '../src/pipeline/stages/views.ts';
import { Artifacts } from './output/artifacts.ts';
import { readEntries } from './cameras.ts';
import { UsageError, type CommandContext } from './command.ts';
import { Doubts } from './doubts.ts';
import { existing, leftOutText, openPicture, picturesIn } from './pictures.ts';

interface ViewsRequest {
  pack: LoadedPack;
  runtime: Runtime;
  /** Path of the folder with the views. */
  views: string;
  /** Path of the camera file of the views. */
  cameras: string;
  /** Path of the output folder. */
  out: string;
  settings: DirectSettings;
  /** Whether a doubtful result gives another exit code. */
  strict: boolean;
  context: CommandContext;
}

/** Width and height of a picture, from its header. Undefined if the header does not say it. */
async function sizeOf({ file }: PhotoFile): Promise<Size | undefined> {
  const start = await file.slice(0, HEADER_BYTES).arrayBuffer();
  return readPhotoHeader(new Uint8Array(start))?.size ?? undefined;
}

/** Opens the mask that a camera names, beside the camera file or in the folder of the views. */
async function openMask(mask: string, folders: readonly string[]): Promise<PhotoFile> {
  for (const folder of folders) {
    const file = path.resolve(folder, mask);
    if ((await stat(file).catch(() => null))?.isFile()) return openPicture(file);
  }
  throw new UsageError(`The mask ${mask} (mask_path) is in none of ${folders.join(', ')}.`);
}

/** Pairs pictures and cameras. Says how, and which pictures no camera names. */
async function pairedViews({ views, cameras, context }: ViewsRequest): Promise<PosedPictures> {
  const camerasName = path.basename(cameras);
  const entries = await readEntries(cameras);
  if ((await existing(views)) !== 'folder')
    throw new UsageError(`${views} is a file, not a folder of views.`);
  const { files, leftOut } = await picturesIn(views);
  // The camera file may lie beside the pictures.
  const others = leftOut.filter(({ name }) => path.resolve(views, name) !== path.resolve(cameras));
  if (others.length > 0) context.warn(leftOutText(others));
  const pairing = pairPictures(entries, files);
  if (typeof pairing === 'string')
    throw new AppError('views-invalid', {
      message: `${camerasName}: ${pairing}`,
      stage: 'load',
      values: { count: files.length, cameras: entries.length },
    });
  const pictures = await Promise.all(pairing.pictures.map((at) => openPicture(files[at])));
  const posed: Camera[] = [];
  const masks: (PhotoFile | null)[] = [];
  for (const [i, entry] of entries.entries()) {
    const notPinhole = pinholeFault(entry);
    if (notPinhole) throw cameraInvalid(camerasName, `frame ${i}: ${notPinhole}`);
    const camera = cameraOf(entry, await sizeOf(pictures[i]));
    if (!camera) throw cameraInvalid(camerasName, `frame ${i}: w and h are missing`);
    posed.push(camera);
    const folders = [path.dirname(cameras), views];
    masks.push(entry.mask ? await openMask(entry.mask, folders) : null);
  }
  const how = { order: 'in natural order', name: 'by name', file_path: 'by file_path' }[pairing.by];
  const list = pictures.map(({ fileName }, i) => `${i} ${fileName}`).join(', ');
  context.say(`cameras and pictures ${how}: ${list}`);
  const unused = pairing.unused.map((at) => path.basename(files[at]));
  if (unused.length > 0)
    context.warn(`No camera names ${unused.join(', ')}, so they are left out.`);
  return { pictures, cameras: posed, camerasName, pairedBy: pairing.by, masks };
}

/** Reconstructs posed views. The files are written into the folder `out`. Resolves with the exit code. */
export async function reconstructViews(request: ViewsRequest): Promise<number> {
  const { pack, runtime, settings, out, strict, context } = request;
  const source = await pairedViews(request);
  const { cameras, pictures, camerasName } = source;
  const fault = rigFault(cameras, pack.manifest.rig.radius);
  if (fault) throw cameraInvalid(camerasName, fault);
  const runner = new Runner<DirectGiven, DirectOutputs, DirectSettings, StageContext, StageEvent>(
    directTable,
  );
  const { signal } = new AbortController();
  const memory = await planMemory(pack, await runtime.sessions.limits(), {
    guided: false,
    views: { count: cameras.length, size: (await sizeOf(pictures[0]))?.width ?? cameras[0].width },
    viewSize: settings.viewSize,
  });
  const artifacts = new Artifacts();
  const { outputs } = await runner.run({
    given: { source },
    basis: [pack],
    settings,
    signal,
    context: (scope) => ({ pack, runtime, memory, signal, ...scope }),
    onEvent: artifacts.take,
  });
  await artifacts.write(out);
  context.say(`${out}: ${outputs.reconstruct.count} Gaussians`);
  const doubts = new Doubts(context);
  doubts.add(path.basename(request.views), artifacts.notices);
  return doubts.exitCode(strict);
}
