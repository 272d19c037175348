import path from 'node:path';
import type { LoadedPack } from '../../src/packs/load.ts';
import type { Runtime, StageContext } from '../../src/pipeline/context.ts';
import {
  directTable,
  type DirectGiven,
  type DirectOutputs,
  type DirectSettings,
} from '../../src/pipeline/direct-table.ts';
import type { StageEvent } from '../../src/pipeline/events.ts';
import { planMemory } from '../../src/pipeline/memory-plan.ts';
import { viewSide } from '../../src/pipeline/posed/assemble.ts';
import { Runner } from '../../src/pipeline/runner.ts';
import type { CommandContext } from '../command.ts';
import { Doubts } from '../doubts.ts';
import { Artifacts } from '../output/artifacts.ts';
import { unusedText } from '../posed/paired-files.ts';
import type { SampleFolder } from '../sample-folder.ts';
import { placementText } from './placement-text.ts';
import { posedPictures, type OpenedSample, type PosedOptions } from './posed-pictures.ts';

/** What all samples of a command have in common. */
export interface ViewsRequest extends PosedOptions {
  pack: LoadedPack;
  runtime: Runtime;
  settings: DirectSettings;
  /** Whether a doubtful result gives another exit code. */
  strict: boolean;
  context: CommandContext;
}

/** Reconstructs one sample. The files are written into the folder `out`. What is doubtful is added to `doubts`. */
export async function reconstructSample(
  { sample, opened }: { sample: SampleFolder; opened: OpenedSample },
  out: string,
  request: ViewsRequest,
  doubts: Doubts,
): Promise<void> {
  const { pack, runtime, settings, context } = request;
  const { chosen, pictures } = opened;
  const { pairedBy } = sample;
  const how = { order: 'in natural order', name: 'by name', file_path: 'by file_path' }[pairedBy];
  const list = pictures.map(({ fileName }, i) => `${chosen[i]} ${fileName}`).join(', ');
  context.say(`cameras and pictures ${how}: ${list}`);
  if (sample.unused.length > 0) context.warn(unusedText(sample.unused));
  const runner = new Runner<DirectGiven, DirectOutputs, DirectSettings, StageContext, StageEvent>(
    directTable,
  );
  const { signal } = new AbortController();
  const memory = await planMemory(pack, await runtime.sessions.limits(), {
    guided: false,
    views: { count: pictures.length, size: await viewSide(opened) },
    viewSize: settings.viewSize,
  });
  const artifacts = new Artifacts();
  const { outputs } = await runner.run({
    given: { source: opened },
    basis: [pack],
    settings,
    signal,
    context: (scope) => ({ pack, runtime, memory, signal, ...scope }),
    onEvent: artifacts.take,
  });
  await artifacts.write(out);
  if (outputs.photo.placement) context.say(placementText(outputs.photo.placement));
  context.say(`${out}: ${outputs.reconstruct.count} Gaussians`);
  doubts.add(path.basename(sample.name), artifacts.notices);
}

/** Reconstructs one sample. Resolves with the exit code. */
export async function reconstructViews(
  sample: SampleFolder,
  out: string,
  request: ViewsRequest,
): Promise<number> {
  const doubts = new Doubts(request.context);
  const opened = await posedPictures(sample, request);
  await reconstructSample({ sample, opened }, out, request, doubts);
  return doubts.exitCode(request.strict);
}
