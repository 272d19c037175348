/** Everything that can go wrong, named. Each code has a sentence in every language (src/app/i18n). */
export type ErrorCode =
  | 'photo-empty'
  | 'photo-undecodable'
  | 'photo-heic'
  | 'photo-too-large'
  | 'photo-transparent'
  | 'mask-empty'
  | 'pack-missing'
  | 'pack-invalid'
  | 'pack-mismatch'
  | 'pack-views-only'
  | 'views-invalid'
  | 'embeds-invalid'
  | 'cameras-unfit'
  | 'import-incomplete'
  | 'rig-unstated'
  | 'storage-full'
  | 'storage-unavailable'
  | 'pack-busy'
  | 'memory-insufficient'
  | 'weights-invalid'
  | 'checkpoint-invalid'
  | 'checkpoint-unsafe'
  | 'graph-invalid'
  | 'remover-unknown'
  | 'backend-unavailable'
  | 'device-lost'
  | 'out-of-memory'
  | 'ply-invalid'
  | 'camera-invalid'
  | 'video-unavailable'
  | 'settings-invalid'
  | 'network'
  | 'internal';

/** Where it went wrong. */
export type StageId =
  | 'photo'
  | 'matting'
  | 'centring'
  | 'pose'
  | 'multiview'
  | 'reconstruct'
  | 'render'
  | 'turntable'
  | 'export';

export interface AppErrorInit {
  /** For developers and logs: English, may hold figures. Shown under "details", as text. */
  message: string;
  stage?: StageId | 'load';
  /** Values for the placeholders of the localised sentence, e.g. `{ width: 20000 }`. */
  values?: Record<string, string | number>;
  /** True when the page can go on with another photo or another try. */
  recoverable?: boolean;
  cause?: unknown;
}

/** The only error that reaches the user. Survives `postMessage` through `toWire` and `fromWire`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly stage: AppErrorInit['stage'];
  readonly values: Record<string, string | number>;
  readonly recoverable: boolean;

  constructor(code: ErrorCode, init: AppErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'AppError';
    this.code = code;
    this.stage = init.stage;
    this.values = init.values ?? {};
    this.recoverable = init.recoverable ?? true;
  }
}

export interface WireError {
  code: ErrorCode;
  message: string;
  stage: AppErrorInit['stage'];
  values: Record<string, string | number>;
  recoverable: boolean;
  stack: string | undefined;
}

export const toWire = (error: AppError): WireError => ({
  code: error.code,
  message: error.message,
  stage: error.stage,
  values: error.values,
  recoverable: error.recoverable,
  stack: error.stack,
});

export const fromWire = (wire: WireError): AppError => {
  const error = new AppError(wire.code, wire);
  if (wire.stack) error.stack = wire.stack;
  return error;
};

/** True for the error that an `AbortSignal` throws; a cancelled run is no failure. */
export const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';

/** Wraps anything thrown into an `AppError`, keeping one that already is. Aborts must be filtered before. */
export const asAppError = (error: unknown, stage?: AppErrorInit['stage']): AppError =>
  error instanceof AppError
    ? error
    : new AppError('internal', {
        message: error instanceof Error ? error.message : String(error),
        stage,
        cause: error,
      });
