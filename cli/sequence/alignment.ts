import type { Shift } from '../../src/core/camera/align-silhouettes.ts';
import { rigFovDeg } from '../../src/core/camera/rig.ts';
import { median } from '../../src/core/median.ts';
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
import { posedPictures, type OpenedSample } from '../reconstruct/posed-pictures.ts';
import type { ViewsRequest } from '../reconstruct/views.ts';
import { openSample } from '../sample-folder.ts';
import type { Frame } from './frame.ts';

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

/**
 * How far the pictures of a rig must be moved so that silhouettes fit: what is added to cx and cy of each camera that is used.
 * A rig is rigid, so all frames have the same shifts, and the splats do not tremble. Of several frames the median is taken,
 * for masks have noise. They do not depend on which frames a shard has.
 * @param frames all frames of the sequence
 * @returns undefined if no frame says it
 */
export async function rigShifts(
  frames: readonly Frame[],
  request: ViewsRequest,
): Promise<Shift[] | undefined> {
  const found: Shift[][] = [];
  for (const { source } of spread(frames, LOOKED_AT)) {
    // What is wrong with a sample is said when it is reconstructed.
    const shifts = await openSample(source)
      .then((sample) => posedPictures(sample, request))
      .then((opened) => sampleShifts(opened, request))
      .catch(() => null);
    if (shifts) found.push(shifts);
  }
  if (found.length === 0) return undefined;
  return found[0].map((_, view) => ({
    x: median(found.map((shifts) => shifts[view].x)),
    y: median(found.map((shifts) => shifts[view].y)),
  }));
}
