import type { UpAxis } from '../../core/camera/upright.ts';
import type { ExportFormat } from '../../core/exchange/index.ts';
import type { TurntableSettings } from '../../pipeline/events.ts';
import type { Turntable } from '../../pipeline/types.ts';
import type { SplatFile } from '../player/protocol.ts';

export type { SplatFile };
export type Film = Turntable;

/** A splat file, and which axis of its splat points up. `Z`: as this program and viewers of splats assume it. */
export interface SplatSource {
  file: SplatFile;
  up: UpAxis;
}

/** What the page shows of a splat file. */
export interface ShownSplat {
  /** A standard PLY for the 3D viewer, without SH. What it contains is moved to the origin, and as large as a mouse. */
  ply: Blob;
  /** Number of Gaussians that can be drawn, and of all in the file. */
  count: number;
  total: number;
}

/** How a splat is filmed. What is absent is that of FaceLift's turn. */
interface FilmRequest {
  settings: TurntableSettings;
  rasterizer: 'webgpu' | 'cpu';
  /** Number of workers that draw, if the CPU draws. */
  threads: number;
}

/** All functions of the worker, as comlink exposes them. Each file that is given is read again. */
export interface SplatApi {
  /** @throws AppError `ply-…`, `splat-damaged` or `out-of-memory` */
  open(source: SplatSource): Promise<ShownSplat>;
  /** @param onProgress gets the part of a step that is done, 0…1. @throws AppError `export-failed`, and those of `open` */
  convert(
    source: SplatSource,
    format: ExportFormat,
    title: string,
    onProgress: (fraction: number) => void,
  ): Promise<Blob>;
  /** @throws AppError `video-unavailable`, `settings-invalid`, and those of `open` */
  film(
    source: SplatSource,
    request: FilmRequest,
    onProgress: (fraction: number) => void,
  ): Promise<Film>;
}

/** The functions that the page calls. Each call has a worker of its own, which an aborted signal ends. */
export interface SplatClient {
  open(source: SplatSource, signal: AbortSignal): Promise<ShownSplat>;
  convert(
    source: SplatSource,
    format: ExportFormat,
    title: string,
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<Blob>;
  film(
    source: SplatSource,
    request: FilmRequest,
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<Film>;
}
