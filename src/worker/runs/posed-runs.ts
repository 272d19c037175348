import { AppError } from '../../core/errors.ts';
import type { StageContext } from '../../pipeline/context.ts';
import type { DirectGiven, DirectSettings } from '../../pipeline/direct-table.ts';
import type { StageEvent } from '../../pipeline/events.ts';
import { viewSide } from '../../pipeline/posed/assemble.ts';
import { comparedTable, type ComparedOutputs } from '../../pipeline/posed/compared-table.ts';
import { Runner } from '../../pipeline/runner.ts';
import { checkSource } from '../../pipeline/stages/views.ts';
import type { SampleFiles } from '../dropped/samples.ts';
import { openSample } from '../posed/open-sample.ts';
import { sameSample } from '../posed/same-sample.ts';
import type { FinishedRun, RequestedSettings, SampleInput } from '../protocol.ts';
import type { Job } from './perform.ts';

/** The settings that a run from posed views takes. TypeScript reports one that is missing here. */
const TAKEN: Record<keyof DirectSettings, true> = {
  ply: true,
  filters: true,
  viewSize: true,
  pruneBackground: true,
  turntableSize: true,
  turntableElevationDeg: true,
  placement: true,
  frame: true,
};

/** @throws AppError `settings-invalid` */
function settingsOf(requested: RequestedSettings): DirectSettings {
  if (requested.frame === 'lab' && requested.placement === 'per-camera')
    throw new AppError('settings-invalid', {
      message: 'The placement per-camera has no way back to the frame of the camera file.',
      stage: 'photo',
    });
  const taken = Object.entries(requested).filter(([name]) => Object.hasOwn(TAKEN, name));
  const { ply, filters } = requested;
  return { ...Object.fromEntries(taken), ply, filters };
}

/** Runs from posed views, one after the other. Outputs of the last sample are kept for the next run. */
export class PosedRuns {
  readonly #runner = new Runner<
    DirectGiven,
    ComparedOutputs,
    DirectSettings,
    StageContext,
    StageEvent
  >(comparedTable);
  #former: { files: SampleFiles; given: DirectGiven } | undefined;
  #restored: (FinishedRun & SampleInput) | undefined;

  /** Takes over the finished stages of another worker. */
  restore(finished: FinishedRun & SampleInput): void {
    this.#restored = finished;
  }

  /**
   * Reads the cameras of a run, and finds their pictures. What cannot be used is refused before anything is fetched for
   * it. The earlier sample's outputs stay.
   * @throws AppError as `openSample` and `checkSource` do, or `settings-invalid`
   */
  async open(
    { sample }: SampleInput,
    requested: RequestedSettings,
  ): Promise<Job<DirectGiven, ComparedOutputs, DirectSettings>> {
    const startMs = performance.now();
    const settings = settingsOf(requested);
    const former = this.#former;
    const isFormer = former !== undefined && (await sameSample(former.files, sample));
    const given = isFormer ? former.given : { source: await openSample(sample) };
    const { source } = given;
    checkSource(source);
    this.#former = { files: sample, given };
    const isRestored = this.#restored && (await sameSample(this.#restored.sample, sample));
    const restored = isRestored ? this.#restored : undefined;
    this.#restored = undefined;
    const views = { count: source.pictures.length, size: await viewSide(source) };
    return {
      ...{ runner: this.#runner, given, restored },
      spentMs: { photo: performance.now() - startMs },
      settingsWith: () => settings,
      demandOf: ({ viewSize }) => ({ guided: false, views, viewSize }),
    };
  }
}
