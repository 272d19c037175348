import type { Env, InferenceSession, Tensor } from 'onnxruntime-web';
import type { BuiltGraph } from '../graphs/builder.ts';
import type { Computing } from './backend.ts';

export type Session = InferenceSession;
export type SessionOptions = InferenceSession.SessionOptions;
/** An execution provider, with a device of its own where it has one. */
export type Provider = InferenceSession.ExecutionProviderConfig;
export type Feeds = InferenceSession.FeedsType;

/** What onnxruntime-web and onnxruntime-node have in common. */
export interface OrtModule {
  InferenceSession: { create(model: Uint8Array, options?: SessionOptions): Promise<Session> };
  Tensor: typeof Tensor;
  env: Env;
}

/** A graph and the weight files it points into, by the names it uses. */
export interface Model {
  graph: BuiltGraph;
  files: ReadonlyMap<string, Blob | Uint8Array>;
  /** Folder on this machine's disk where the same files lie, where there is one. */
  folder?: string;
}

/** One build of onnxruntime, loaded, and what it does in its own way. */
export interface Engine {
  /** For run.json: its package and version. */
  name: 'onnxruntime-web' | 'onnxruntime-node';
  version: string;
  ort: OrtModule;
  /** What computes after all: not the GPU that was chosen, where it computes wrong. */
  choice: Computing;
  /** Execution provider of a network that is worth a GPU, and of one that is `small`. */
  providers: Record<'large' | 'small', Provider>;
  /** The options by which a session finds the weight files of its graph, and whatever else it needs. */
  options: (model: Model) => Promise<SessionOptions>;
  /** Bytes that all of a session may take, and those of a heap that its weights pass through, where known. */
  totalBytes?: number;
  heapBytes?: number;
  /** The device that it computes on, where it lends it. */
  device?: GPUDevice;
}

/** What a network must keep to. */
export interface ComputeLimits {
  /** Of weights and intermediate results together; null where nobody knows. */
  totalBytes: number | null;
  /** Of weights on their way into a session; null where they take no way of their own. */
  heapBytes: number | null;
  /** Of one tensor; null where there is no limit. */
  bindingBytes: number | null;
  /** Whether the device computes in half precision. */
  half: boolean;
}

/** The weight files that a graph points into. */
export const weightFiles = ({ graph, files }: Model): { path: string; data: Blob | Uint8Array }[] =>
  graph.files.map((path) => {
    const data = files.get(path);
    if (!data) throw new Error(`weight file ${path} is not there`);
    return { path, data };
  });
