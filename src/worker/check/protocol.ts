import type { NetworkName } from '../../core/networks.ts';
import type { BackendChoice, BackendPreference } from '../../inference/backend.ts';
import type { OutputSamples } from '../../pipeline/self-test/samples.ts';

export type { BackendChoice, BackendPreference, NetworkName };

/** What WebGPU says of this computer's GPU. */
export interface AdapterReport {
  /** Vendor, architecture and name, as far as the browser tells them. */
  description: string;
  /** Whether the CPU imitates a GPU. */
  software: boolean;
  half: boolean;
  subgroups: boolean;
  /** The largest buffer, and the largest part of one that a shader can use, bytes. */
  bufferBytes: number;
  bindingBytes: number;
  /** The most invocations in a workgroup. */
  invocations: number;
}

export interface VideoReport {
  format: 'mp4' | 'webm';
  /** Milliseconds for `frames` frames of 512². */
  ms: number;
  frames: number;
}

/** onnxruntime and the models, loaded. */
export interface OpenedModels {
  choice: BackendChoice;
  /** Version of onnxruntime. */
  version: string;
  /** Size of the models in bytes, and milliseconds for fetching and checking them. */
  bytes: number;
  ms: number;
  networks: { name: NetworkName; key: string; small: boolean }[];
}

/** One network, computed twice. */
export interface NetworkReport {
  /** Milliseconds of the first run, which also sets the network up, and of the second. */
  firstMs: number;
  ms: number;
  samples: OutputSamples;
  /** The error against the recording, as a fraction of the output's range; null if these weights were not recorded. */
  error: number | null;
}

/** The functions of the check's worker. Each may be the first. */
export interface CheckApi {
  /** Null if WebGPU has no adapter; undefined if the browser has no WebGPU. */
  adapter(): Promise<AdapterReport | null | undefined>;
  video(): Promise<VideoReport>;
  openModels(preference: BackendPreference, baseUrl: string, packId: string): Promise<OpenedModels>;
  network(key: string): Promise<NetworkReport>;
}

/** The check's workers, as the page uses them. */
export interface CheckClient {
  adapter(): ReturnType<CheckApi['adapter']>;
  video(): ReturnType<CheckApi['video']>;
  /** Each preference has a worker of its own. */
  openModels(preference: BackendPreference): Promise<OpenedModels>;
  /** Opens the models first, if they are not open. */
  network(preference: BackendPreference, key: string): Promise<NetworkReport>;
  /** Ends all workers. The next call starts a new one. */
  end(): void;
}
