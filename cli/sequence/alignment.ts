import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Shift } from '../../src/core/camera/align-silhouettes.ts';
import { rigFovDeg } from '../../src/core/camera/rig.ts';
import { AppError } from '../../src/core/errors.ts';
import { pauseForMessages, type StageContext } from '../../src/pipeline/context.ts';
import {
  viewsRow,
  type DirectGiven,
  type DirectSettings,
} from '../../src/pipeline/direct-table.ts';
import type { StageEvent } from '../../src/pipeline/events.ts';
import { planMemory } from '../../src/pipeline/memory-plan.ts';
import { viewSide } from '../../src/pipeline/posed/assemble.ts';
import { readSquareViews } from '../../src/pipeline/posed/read.ts';
import { pictureShifts } from '../../src/pipeline/posed/silhouettes.ts';
import { Runner, type StageTable } from '../../src/pipeline/runner.ts';
import { UsageError } from '../command.ts';
import { posedPictures, type OpenedSample } from '../reconstruct/posed-pictures.ts';
import type { SamplesBase } from '../reconstruct/samples.ts';
import type { ViewsRequest } from '../reconstruct/views.ts';
import { openSample } from '../sample-folder.ts';
import { claimAlignment, readAlignment, type Alignment, type Written } from './alignment-file.ts';
import type { Frame } from './frame.ts';
import { commonShifts, perFocal, type RigShifts } from './rig-shifts.ts';

/** So many frames say how the pictures of a rig must be moved. */
const LOOKED_AT = 9;

interface Outputs {
  photo: Shift[] | null;
}

/** Only finds how far the pictures of a sample must be moved. */
const table: StageTable<DirectGiven & Outputs, DirectSettings, StageContext, StageEvent> = [
  {
    ...viewsRow,
    async run({ source }, _, context) {
      const fovRad = (rigFovDeg(context.pack.manifest.rig) * Math.PI) / 180;
      const { views } = await readSquareViews(source, fovRad, context);
      const pause = () => pauseForMessages(context);
      return pictureShifts({ views, cameras: source.cameras }, pause);
    },
    show: undefined,
  },
];

/** How far the pictures of a sample must be moved. Null: nobody can know. @throws AppError as `readSquareViews` does */
async function sampleShifts(
  opened: OpenedSample,
  { pack, runtime, settings }: ViewsRequest,
): Promise<Shift[] | null> {
  const { signal } = new AbortController();
  const memory = await planMemory(pack, await runtime.sessions.limits(), {
    guided: false,
    views: { count: opened.pictures.length, size: await viewSide(opened) },
    viewSize: settings.viewSize,
  });
  const { outputs } = await new Runner<
    DirectGiven,
    Outputs,
    DirectSettings,
    StageContext,
    StageEvent
  >(table).run({
    ...{ given: { source: opened }, basis: [pack], settings, signal },
    context: (scope) => ({ pack, runtime, memory, signal, ...scope }),
    onEvent: () => undefined,
  });
  return outputs.photo;
}

/** At most `count` items that are evenly spread. */
const spread = <Item>(items: readonly Item[], count: number): Item[] =>
  items.length <= count
    ? [...items]
    : Array.from(
        { length: count },
        (_, i) => items[Math.floor(((i + 0.5) * items.length) / count)],
      );

/** Codes of errors of a sample's files, and of samples that are too large. All others are errors of the machine or the pack. */
const OF_SAMPLE = /^(photo|mask|views|camera|cameras|calibration|memory|out-of-memory)\b/;

/** Whether an error says what is wrong with a sample. */
function isAbout(source: string, error: unknown): boolean {
  if (error instanceof UsageError) return true;
  if (error instanceof AppError)
    return OF_SAMPLE.test(error.code) || (!!error.cause && isAbout(source, error.cause));
  // Of the file system.
  const { path: file } = error as NodeJS.ErrnoException;
  return file !== undefined && !path.relative(source, file).startsWith('..');
}

/**
 * Opens a sample and does something with it. Resolves with null if something is wrong with the sample: it is said when the
 * sample is reconstructed.
 * @throws all other errors
 */
export async function ofSample<Result>(
  source: string,
  request: ViewsRequest,
  work: (opened: OpenedSample) => Result | Promise<Result>,
): Promise<Result | null> {
  try {
    return await work(await posedPictures(await openSample(source), request));
  } catch (error) {
    if (isAbout(source, error)) return null;
    throw error;
  }
}

/** Whether no file of the samples that were asked has changed since. At least one must still be there. */
async function isFresh(
  { samples, mtimeMs }: Written,
  data: string,
  request: ViewsRequest,
): Promise<boolean> {
  let some = false;
  for (const name of samples) {
    const times = await ofSample(path.join(data, name), request, ({ sources }) =>
      Promise.all(sources.map(async (file) => (await stat(file)).mtimeMs)),
    );
    if (times?.some((time) => time > mtimeMs)) return false;
    some ||= times !== null;
  }
  return some;
}

/** What samples that are spread over the sequence say. */
async function found(
  frames: readonly Frame[],
  request: ViewsRequest,
): Promise<Omit<Alignment, 'settings'>> {
  const samples: string[] = [];
  const said: RigShifts[] = [];
  for (const { source } of spread(frames, LOOKED_AT)) {
    const answer = await ofSample(source, request, async (opened) => {
      const shifts = await sampleShifts(opened, request);
      return { rig: shifts && perFocal(opened, shifts) };
    });
    if (answer) samples.push(path.basename(source));
    if (answer?.rig) said.push(answer.rig);
  }
  return { samples, rig: commonShifts(said) };
}

/**
 * How far the pictures of a rig must be moved so that silhouettes fit. A rig is rigid, so all frames have the same shifts,
 * and the splats do not tremble. They are found once and written beside the finished frames: found by another processor or
 * from other frames, they could differ a little, and all frames would have to be made again.
 * @param frames all frames of the sequence
 * @returns null if no frame says it
 * @throws OutputError, or AppError if the pack or the machine fails
 */
export async function rigShifts(
  frames: readonly Frame[],
  request: SamplesBase,
): Promise<RigShifts | null> {
  const { force, pack, inputViews = null, cameraSize = null } = request;
  const files = pack.manifest.files.map(({ name, sha256 }) => [name, sha256]);
  const settings = { pack: Object.fromEntries(files) as object, inputViews, cameraSize };
  const [{ folder, source }] = frames;
  const [beside, data] = [path.dirname(folder), path.dirname(source)];
  const start = Date.now();
  const isUsable = (written: Written) =>
    force ? Promise.resolve(written.mtimeMs >= start) : isFresh(written, data, request);
  const written = force ? null : await readAlignment(beside, settings);
  if (written && (await isUsable(written))) return written.rig;
  const alignment = { settings, ...(await found(frames, request)) };
  // Without an answer, the next run asks again.
  if (alignment.samples.length === 0) return null;
  return (await claimAlignment(beside, alignment, isUsable)).rig;
}
