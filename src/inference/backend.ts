import { AppError } from '../core/errors.ts';
import type { DeviceCheck } from './webgpu/finding.ts';

/** The backend that the user requests, or the address of the page. */
export type BackendPreference = 'auto' | 'webgpu' | 'wasm';

/** The backend in use, on any host. */
export interface BackendInUse {
  backend: 'webgpu' | 'wasm' | 'cpu';
  reason:
    | 'forced'
    | 'default'
    | 'hardware-adapter'
    | 'no-webgpu'
    | 'no-adapter'
    | 'software-adapter'
    /** The self-check found that the GPU computes wrong numbers. */
    | 'wrong-adapter';
  /** Description of the adapter; empty if there is no adapter. */
  adapter: string;
  /** Threads of the CPU runtime. */
  threads: number;
  /** `webgpu`: the rasterizer in WGSL. `cpu`: the rasterizer in TypeScript, with the same rules. */
  rasterizer: 'webgpu' | 'cpu';
  /** Whether the GPU computes in half precision. Absent if the CPU computes. */
  half?: boolean;
  /** Result of the GPU's self-check; absent if the GPU was not checked. */
  check?: DeviceCheck;
}

/** The backend in use in a browser. */
export interface BackendChoice extends BackendInUse {
  backend: 'webgpu' | 'wasm';
  /** Why this backend. The page has a sentence for each reason in every language. */
  reason: Exclude<BackendInUse['reason'], 'default'>;
}

/** The fields of `GPUAdapterInfo` that distinguish hardware from software. */
export interface AdapterFacts {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  isFallbackAdapter: boolean;
}

/** What was found in the browser: no WebGPU, WebGPU without an adapter, or an adapter. */
type AdapterProbe =
  | 'no-webgpu'
  | 'no-adapter'
  | (AdapterFacts & {
      /** Whether the adapter has `shader-f16`. */
      half: boolean;
    });

/** Vendor, architecture, device and description of the adapter in one text. Unknown fields are left out. */
export const describe = (facts: AdapterFacts): string =>
  [facts.vendor, facts.architecture, facts.device, facts.description]
    .filter((field) => field !== '')
    .join(' ');

/**
 * True for an adapter that computes on the CPU. A software adapter reaches about 0.6 GFLOP/s, and WASM on two
 * threads about 60 GFLOP/s. Therefore only tests use software adapters. Not every browser sets
 * `isFallbackAdapter`, so the names of software adapters are checked, too.
 */
export const isSoftware = (facts: AdapterFacts): boolean =>
  facts.isFallbackAdapter ||
  /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i.test(describe(facts));

/**
 * Chooses the backend. It depends only on the arguments.
 * @throws AppError `backend-unavailable` if `webgpu` is requested and there is no adapter
 */
export function chooseBackend(
  preference: BackendPreference,
  probe: AdapterProbe,
  threads: number,
): BackendChoice {
  const adapter = typeof probe === 'string' ? '' : describe(probe);
  const wasm = (reason: BackendChoice['reason']): BackendChoice => ({
    backend: 'wasm',
    reason,
    adapter,
    threads,
    rasterizer: 'cpu',
  });
  const webgpu = (reason: BackendChoice['reason']): BackendChoice => ({
    backend: 'webgpu',
    reason,
    adapter,
    threads,
    rasterizer: 'webgpu',
    half: typeof probe !== 'string' && probe.half,
  });
  if (preference === 'wasm') return wasm('forced');
  if (typeof probe === 'string') {
    if (preference === 'auto') return wasm(probe);
    throw new AppError('backend-unavailable', {
      stage: 'load',
      message: `WebGPU was asked for, but there is ${probe === 'no-webgpu' ? 'no WebGPU' : 'no adapter'}.`,
      recoverable: false,
    });
  }
  if (preference === 'webgpu') return webgpu('forced');
  return isSoftware(probe) ? wasm('software-adapter') : webgpu('hardware-adapter');
}

/** Requests the browser's adapter. Each call returns a new object, or null if the browser has no adapter. */
export const requestAdapter = (): Promise<GPUAdapter | null> =>
  navigator.gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);

/** Finds out what adapter this browser has. */
export async function probeAdapter(): Promise<AdapterProbe> {
  if (!('gpu' in navigator)) return 'no-webgpu';
  const adapter = await requestAdapter();
  if (!adapter) return 'no-adapter';
  const { vendor, architecture, device, description } = adapter.info;
  // In the standard this flag is in `info`. In older browsers it is in the adapter itself.
  const isFallbackAdapter =
    adapter.info.isFallbackAdapter ??
    ('isFallbackAdapter' in adapter && adapter.isFallbackAdapter === true);
  const half = adapter.features.has('shader-f16');
  return { vendor, architecture, device, description, isFallbackAdapter, half };
}

/**
 * The number of threads for the WASM runtime. At most four, because more threads hardly speed up small
 * networks. One if the page is not cross-origin isolated.
 */
export const wasmThreads = (): number =>
  globalThis.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency || 1) : 1;
