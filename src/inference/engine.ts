import type { Env, InferenceSession, Tensor } from 'onnxruntime-web';
import type { Model } from '../families/runner.ts';
import type { BackendInUse } from './backend.ts';

export type Session = InferenceSession;
export type SessionOptions = InferenceSession.SessionOptions;
/** An execution provider of onnxruntime; it may name the GPU device to use. */
export type Provider = InferenceSession.ExecutionProviderConfig;

/** The functions that onnxruntime-web and onnxruntime-node have in common. */
export interface OrtModule {
  InferenceSession: { create(model: Uint8Array, options?: SessionOptions): Promise<Session> };
  Tensor: typeof Tensor;
  env: Env;
}

/** A loaded build of onnxruntime, with all values and functions that depend on the build. */
export interface Engine {
  /** Package and version, for run.json. */
  name: 'onnxruntime-web' | 'onnxruntime-node';
  version: string;
  ort: OrtModule;
  /** The backend in use. If the GPU computes wrong numbers, this is not the requested backend. */
  choice: BackendInUse;
  /** Execution providers. `large` is for ordinary networks, `small` for networks that run faster on the CPU. */
  providers: Record<'large' | 'small', Provider>;
  /** Session options for a model: the positions of its weight files, and what else this build needs. */
  options: (model: Model) => Promise<SessionOptions>;
  /** Bytes that a session may use in total. Absent if the limit is unknown. */
  totalBytes?: number;
  /** Size in bytes of the heap through which weights are loaded. Absent if weights are loaded without a heap. */
  heapBytes?: number;
  /** The GPU device that computes, if the build gives access to the device. */
  device?: GPUDevice;
}

/** Bytes that WASM can address: addresses have 32 bits. */
export const WASM_BYTES = 2 ** 32;

/** The limits that a network must not exceed. */
export interface ComputeLimits {
  /** Bytes of weights and intermediate results together; null if unknown. */
  totalBytes: number | null;
  /** Bytes of weights while a session loads them; null if loading needs no extra memory. */
  heapBytes: number | null;
  /** Bytes of one tensor; null if there is no limit. */
  bindingBytes: number | null;
  /** Whether the device computes in half precision. */
  half: boolean;
}

/** The weight files that a graph uses. @throws Error if one is missing */
export const weightFiles = ({ graph, files }: Model): { path: string; data: Blob | Uint8Array }[] =>
  graph.files.map((path) => {
    const data = files.get(path);
    if (!data) throw new Error(`weight file ${path} is missing`);
    return { path, data };
  });
