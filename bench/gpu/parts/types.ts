import type { Engine } from '../../../src/inference/engine.ts';
import type { FeatureSet } from '../../../src/inference/webgpu/device.ts';

/** One measurement. The names of numbers end with their unit. `notMeasured` says why a measurement is missing. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

export type Report = (row: Row) => void;

/** What a driver asks of one call. Everything is plain data. */
export interface PartOptions {
  /** One of the part's pieces. Default: all, one after the other. */
  piece?: string;
  /** Reduced sizes, for a rehearsal on a software GPU. Default false. */
  software?: boolean;
  /** The device's features. Default `checked`: those that the app's self-check chooses. */
  features?: FeatureSet | 'checked';
  /** Milliseconds after which the call ends. Default: the part's own limit. */
  limitMs?: number;
  /** `demo`: the runs of one visit, in order. Default: `cold` and `new seed`. */
  visits?: readonly string[];
}

/** The machine that a part measures: a browser's worker, or Node. */
export interface Host {
  gpu: GPU;
  /** onnxruntime on the GPU. Every call returns the same engine. */
  onGpu(): Promise<Engine>;
  /** onnxruntime on the CPU (WASM). */
  onCpu(): Promise<Engine>;
  /** The PLY of the mouse from which the rasterizer's clouds are made. */
  mouse(): Promise<Uint8Array>;
}

/** A part that runs wherever there is a `Host`. */
export type Part = (
  host: Host,
  report: Report,
  options: { piece: string; software: boolean },
) => Promise<void>;
