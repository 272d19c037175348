import type { Env, InferenceSession, Tensor } from 'onnxruntime-web';
import type { Model } from '../families/runner.ts';
import type { Computing } from './backend.ts';

export type Session = InferenceSession;
export type SessionOptions = InferenceSession.SessionOptions;
/** An execution provider of onnxruntime; it may name the GPU device to use. */
export type Provider = InferenceSession.ExecutionProviderConfig;

/** The part of the API that onnxruntime-web and onnxruntime-node share. */
export interface OrtModule {
  InferenceSession: { create(model: Uint8Array, options?: SessionOptions): Promise<Session> };
  Tensor: typeof Tensor;
  env: Env;
}

/** A loaded build of onnxruntime, with everything in which the builds differ. */
export interface Engine {
  /** Package and version, for run.json. */
  name: 'onnxruntime-web' | 'onnxruntime-node';
  version: string;
  ort: OrtModule;
  /** The backend in use. It differs from the one that was asked for when the GPU computes wrong numbers. */
  choice: Computing;
  /** Execution provider of ordinary networks (`large`), and of those that run faster on the CPU (`small`). */
  providers: Record<'large' | 'small', Provider>;
  /** Session options for a model: where its weight files are, and whatever else this build needs. */
  options: (model: Model) => Promise<SessionOptions>;
  /** Bytes that a session may use in total. Absent where the limit is unknown. */
  totalBytes?: number;
  /** Size in bytes of the heap through which weights are loaded. Absent where there is none. */
  heapBytes?: number;
  /** The device on which it computes, where the build gives access to it. */
  device?: GPUDevice;
}

/** The limits that a network must meet. */
export interface ComputeLimits {
  /** Bytes of weights and intermediate results together; null if unknown. */
  totalBytes: number | null;
  /** Bytes of weights while a session loads them; null if they need no memory of their own. */
  heapBytes: number | null;
  /** Bytes of one tensor; null if there is no limit. */
  bindingBytes: number | null;
  /** Whether the device computes in half precision. */
  half: boolean;
}

/** The weight files that a graph uses. @throws Error when one is missing */
export const weightFiles = ({ graph, files }: Model): { path: string; data: Blob | Uint8Array }[] =>
  graph.files.map((path) => {
    const data = files.get(path);
    if (!data) throw new Error(`weight file ${path} is missing`);
    return { path, data };
  });
