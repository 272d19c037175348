import type { Fault } from './faults.ts';
import type { StageId } from './stages.ts';

/** The codes of all errors. Each code has a sentence in every language (src/app/i18n). */
export type ErrorCode =
  | 'photo-empty'
  | 'photo-undecodable'
  | 'photo-damaged'
  | 'photo-cut-off'
  | 'photo-foreign'
  | 'photo-video'
  | 'photo-page'
  | 'photo-heic'
  | 'photo-too-large'
  | 'photo-slow'
  | 'photo-transparent'
  /** The photo cannot be used without centring. */
  | 'photo-unprepared'
  /** A file of the queue is gone from the browser's storage, or is damaged there. */
  | 'queue-file-lost'
  | 'queue-full'
  | 'queue-elsewhere'
  /** Files that another program shared, or opened with the page, did not reach it. */
  | 'brought-lost'
  | 'mask-empty'
  /** A mask of a person that is not of the photo's size. */
  | 'mask-size'
  /** A mask that is white around the mouse. */
  | 'mask-inverted'
  | 'pack-missing'
  | 'pack-invalid'
  | 'file-missing'
  | 'file-size'
  | 'file-damaged'
  | 'stored-file-damaged'
  | 'download-failed'
  | 'pack-mismatch'
  | 'pack-views-only'
  | 'views-invalid'
  /** Posed views that do not show one subject with their cameras. */
  | 'views-apart'
  /** Pictures and cameras that do not belong together one to one. */
  | 'views-unpaired'
  /** A posed view without its mask, although others have one. */
  | 'mask-missing'
  | 'embeds-invalid'
  | 'cameras-unfit'
  | 'import-incomplete'
  | 'import-stalled'
  | 'config-invalid'
  | 'rig-unstated'
  | 'storage-full'
  | 'storage-filled'
  | 'storage-unavailable'
  | 'pack-busy'
  | 'memory-insufficient'
  | 'weights-invalid'
  | 'checkpoint-invalid'
  | 'checkpoint-incomplete'
  | 'checkpoint-unsafe'
  | 'checkpoint-unfit'
  | 'weights-key-unknown'
  | 'graph-invalid'
  | 'remover-unknown'
  | 'numbers-invalid'
  | 'weights-not-finite'
  | 'half-overflow'
  | 'views-blank'
  | 'splat-empty'
  | 'backend-unavailable'
  | 'runtime-missing'
  | 'runtime-crashed'
  | 'worker-missing'
  | 'worker-died'
  | 'worker-stuck'
  | 'device-lost'
  | 'out-of-memory'
  | 'ply-zero-bytes'
  | 'ply-too-large'
  | 'ply-pointer'
  | 'ply-web-page'
  | 'ply-packed'
  | 'ply-other-splat'
  | 'ply-unknown'
  | 'ply-no-end'
  | 'ply-line-ends'
  | 'ply-cut'
  | 'ply-left-over'
  | 'ply-count'
  | 'ply-text'
  | 'ply-points'
  | 'ply-mesh'
  | 'ply-columns'
  | 'ply-colours'
  | 'ply-degree'
  | 'ply-no-gaussians'
  | 'ply-all-broken'
  | 'ply-invalid'
  /** A splat in another format than PLY that breaks the rules of its format. */
  | 'splat-damaged'
  /** A splat could not be written in another format. */
  | 'export-failed'
  | 'camera-invalid'
  /** A calibration that is not one of pictures of this size. */
  | 'calibration-size'
  | 'video-unavailable'
  | 'settings-invalid'
  | 'network'
  | 'internal';

export interface AppErrorInit {
  /**
   * A message for developers and logs, in English. It may contain numbers. The page shows it under "details",
   * as text.
   */
  message: string;
  /** The stage in which the error occurred, or `load` if a pack or a file was being read. */
  stage?: StageId | 'load';
  /** Values for the placeholders of the localised sentence, e.g. `{ width: 20000 }`. */
  values?: Record<string, string | number>;
  /** What exactly is wrong, if the code has several cases. Then the localised sentence is that of the fault. */
  fault?: Fault;
  /** True (the default) if the user can continue with another photo or try again. */
  recoverable?: boolean;
  cause?: unknown;
}

/**
 * The class of all errors that are shown to the user. `toWire` and `fromWire` convert an error for
 * `postMessage`.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly stage: AppErrorInit['stage'];
  readonly values: Record<string, string | number>;
  readonly fault: Fault | undefined;
  readonly recoverable: boolean;

  constructor(code: ErrorCode, init: AppErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'AppError';
    this.code = code;
    this.stage = init.stage;
    this.values = init.values ?? {};
    this.fault = init.fault;
    this.recoverable = init.recoverable ?? true;
  }
}

/** An `AppError` as plain data. Its `cause` is dropped. */
export interface WireError {
  code: ErrorCode;
  message: string;
  stage: AppErrorInit['stage'];
  values: Record<string, string | number>;
  fault: Fault | undefined;
  recoverable: boolean;
  stack: string | undefined;
}

/** An error as plain data, for `postMessage`. */
export const toWire = (error: AppError): WireError => ({
  code: error.code,
  message: error.message,
  stage: error.stage,
  values: error.values,
  fault: error.fault,
  recoverable: error.recoverable,
  stack: error.stack,
});

/** The error from its plain data, with the original stack. */
export const fromWire = (wire: WireError): AppError => {
  const error = new AppError(wire.code, wire);
  if (wire.stack) error.stack = wire.stack;
  return error;
};

/** True for the error that an aborted `AbortSignal` throws. A cancelled run is not a failure. */
export const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';

/** True for the error of a lost GPU device. The same work may succeed on a new device. */
export const isDeviceLost = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === 'device-lost';

/** What browsers say of an `import()` whose file cannot be loaded. */
const SCRIPT_GONE = /dynamically imported module|importing a module script failed/i;

/**
 * Any thrown value as an `AppError`. An `AppError` is returned unchanged. A script that could not be loaded gets the code
 * `worker-missing`: a newer version of the page may have taken its place on the server. Any other value gets the code
 * `internal`. Look at the signal first: an AbortError of a run that nobody has cancelled is a fault.
 */
export const asAppError = (error: unknown, stage?: AppErrorInit['stage']): AppError => {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code =
    error instanceof TypeError && SCRIPT_GONE.test(message) ? 'worker-missing' : 'internal';
  return new AppError(code, { message, stage, cause: error });
};
