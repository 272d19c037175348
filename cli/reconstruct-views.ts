import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Camera } from '../src/core/camera/camera.ts';
import { AppError } from '../src/core/errors.ts';
import { parseCameras } from '../src/core/camera/opencv-cameras.ts';
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
import { HEADER_BYTES, readPhotoHeader } from '../src/pipeline/photo-header.ts';
import { Runner } from '../src/pipeline/runner.ts';
import { Artifacts } from './artifacts.ts';
import { EXIT, UsageError, type Host } from './command.ts';
import { existing, openPicture, picturesIn } from './pictures.ts';

export interface ViewsRequest {
  pack: LoadedPack;
  runtime: Runtime;
  /** Folder of the views. */
  views: string;
  /** Their camera file. */
  cameras: string;
  out: string;
  settings: DirectSettings;
  host: Host;
}

/** Ten thousand cameras, generously spaced. */
const MAX_CAMERA_BYTES = 16e6;

/** Reads a camera file. @throws UsageError where it is not there, AppError `camera-invalid` */
export async function readCameras(file: string): Promise<Camera[]> {
  if ((await existing(file)) !== 'file') throw new UsageError(`${file} is a folder, not a file.`);
  const name = path.basename(file);
  const refuse = (reason: string, cause?: unknown) =>
    new AppError('camera-invalid', {
      message: `${name}: ${reason}`,
      stage: 'load',
      values: { file: name, reason },
      cause,
    });
  if ((await stat(file)).size > MAX_CAMERA_BYTES) throw refuse('it is too large');
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw refuse('it is not JSON', cause);
  }
  return parseCameras(json, name);
}

/** Pixels across the first view, for planning: from its header, else what its camera says. */
async function widthOf(picture: Blob, { width }: Camera): Promise<number> {
  const start = await picture.slice(0, HEADER_BYTES).arrayBuffer();
  return readPhotoHeader(new Uint8Array(start))?.size?.width ?? width;
}

/** Posed views to Gaussians, written straight into `out`. Resolves with the exit code. */
export async function reconstructViews(request: ViewsRequest): Promise<number> {
  const { pack, runtime, settings, out, host } = request;
  const cameras = await readCameras(request.cameras);
  if ((await existing(request.views)) !== 'folder')
    throw new UsageError(`${request.views} is a file, not a folder of views.`);
  const pictures = await Promise.all((await picturesIn(request.views)).map(openPicture));
  const source = { pictures, cameras, camerasName: path.basename(request.cameras) };
  const runner = new Runner<DirectGiven, DirectOutputs, DirectSettings, StageContext, StageEvent>(
    directTable,
  );
  const { signal } = new AbortController();
  const memory = await planMemory(pack, await runtime.host.limits(), {
    guided: false,
    views: { count: cameras.length, size: await widthOf(pictures[0].file, cameras[0]) },
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
  host.say(`${out}: ${outputs.reconstruct.count} Gaussians`);
  return EXIT.done;
}
