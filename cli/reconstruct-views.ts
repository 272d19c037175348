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
import { HEADER_BYTES, readPhotoHeader } from '../src/pipeline/photo/header.ts';
import { Runner } from '../src/pipeline/runner.ts';
import { Artifacts } from './artifacts.ts';
import { EXIT, UsageError, type CommandContext } from './command.ts';
import { existing, openPicture, picturesIn } from './pictures.ts';

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
  context: CommandContext;
}

/** Largest camera file, bytes. Ten thousand cameras fit into it, even with generous white space. */
const MAX_CAMERA_BYTES = 16e6;

/**
 * Reads a camera file.
 * @throws UsageError if the file does not exist or is a folder, AppError `camera-invalid` if it cannot be read
 */
export async function readCameras(file: string): Promise<Camera[]> {
  if ((await existing(file)) !== 'file') throw new UsageError(`${file} is a folder, not a file.`);
  const name = path.basename(file);
  const invalidCameras = (reason: string, cause?: unknown) =>
    new AppError('camera-invalid', {
      message: `${name}: ${reason}`,
      stage: 'load',
      values: { file: name, reason },
      cause,
    });
  if ((await stat(file)).size > MAX_CAMERA_BYTES) throw invalidCameras('it is too large');
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw invalidCameras('it is not JSON', cause);
  }
  return parseCameras(json, name);
}

/** Width of the first view in pixels, from the picture's header, else from the camera. For planning the memory. */
async function widthOf(picture: Blob, { width }: Camera): Promise<number> {
  const start = await picture.slice(0, HEADER_BYTES).arrayBuffer();
  return readPhotoHeader(new Uint8Array(start))?.size?.width ?? width;
}

/** Reconstructs posed views. The files are written into the folder `out`. Resolves with the exit code. */
export async function reconstructViews(request: ViewsRequest): Promise<number> {
  const { pack, runtime, settings, out, context } = request;
  const cameras = await readCameras(request.cameras);
  if ((await existing(request.views)) !== 'folder')
    throw new UsageError(`${request.views} is a file, not a folder of views.`);
  const pictures = await Promise.all((await picturesIn(request.views)).map(openPicture));
  const source = { pictures, cameras, camerasName: path.basename(request.cameras) };
  const runner = new Runner<DirectGiven, DirectOutputs, DirectSettings, StageContext, StageEvent>(
    directTable,
  );
  const { signal } = new AbortController();
  const memory = await planMemory(pack, await runtime.sessions.limits(), {
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
  context.say(`${out}: ${outputs.reconstruct.count} Gaussians`);
  return EXIT.done;
}
