import type { ErrorCode } from '../core/errors.ts';
import type { Result } from './result.ts';
import type { AppState } from './state.ts';

/** What a button of an error can do. */
export type WayOut = 'run-again' | 'use-cpu' | 'less-memory' | 'reload';

/** The ways out of each error. The others have none: the person must change something first. */
const WAYS_OUT: Partial<Record<ErrorCode, readonly WayOut[]>> = {
  'device-lost': ['run-again', 'use-cpu'],
  'worker-died': ['run-again', 'less-memory'],
  'worker-stuck': ['run-again', 'use-cpu', 'less-memory'],
  'worker-missing': ['reload'],
  'runtime-missing': ['run-again', 'reload'],
  'runtime-crashed': ['run-again', 'use-cpu', 'less-memory'],
  'out-of-memory': ['less-memory'],
  'graph-invalid': ['use-cpu'],
  'numbers-invalid': ['use-cpu'],
  'half-overflow': ['use-cpu'],
  'download-failed': ['run-again'],
  network: ['run-again'],
};

/** Whether a way can be gone: `use-cpu` needs a GPU in use, `less-memory` needs something left to save. */
const CAN_GO: Record<WayOut, (state: AppState) => boolean> = {
  'run-again': ({ current }) => current !== null,
  'use-cpu': ({ current, choice }) => current !== null && choice?.backend === 'webgpu',
  'less-memory': ({ current, settings }) =>
    current !== null && !current.photo.sample && settings.guidance !== 1 && !settings.splitGuidance,
  reload: () => true,
};

/** Errors of files that no run can read. */
const UNREADABLE: ReadonlySet<ErrorCode> = new Set([
  'photo-empty',
  'photo-undecodable',
  'photo-damaged',
  'photo-cut-off',
  'photo-foreign',
  'photo-video',
  'photo-page',
  'photo-heic',
  'photo-too-large',
  'photo-transparent',
]);

/** Whether the run of what is shown can be repeated. Without a splat it has failed, perhaps because of its photo. */
export const canRunAgain = ({ error }: AppState, shown: Result | null): boolean =>
  shown !== null && (shown.splat !== undefined || !error || !UNREADABLE.has(error.code));

/** The buttons of the state's error. The first is the best. */
export const waysOut = (state: AppState): WayOut[] =>
  (state.error ? (WAYS_OUT[state.error.code] ?? []) : []).filter((way) => CAN_GO[way](state));
