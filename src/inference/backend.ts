import { AppError } from '../core/errors.ts';
import type { DeviceCheck } from './webgpu/checked-device.ts';

/** What the user or the page's address asks for. */
export type BackendWish = 'auto' | 'webgpu' | 'wasm';

/** What computes, on any host of the pipeline. */
export interface Computing {
  backend: 'webgpu' | 'wasm' | 'cpu';
  reason:
    | 'forced'
    | 'default'
    | 'hardware-adapter'
    | 'no-webgpu'
    | 'no-adapter'
    | 'software-adapter'
    /** It computes wrong numbers, as a self-check found. */
    | 'wrong-adapter';
  /** Adapter description, empty without one. */
  adapter: string;
  threads: number;
  /** Who rasterizes: our WGSL on the device, or the same rules in TypeScript. */
  rasterizer: 'webgpu' | 'cpu';
  /** What the self-check of the GPU found; absent where none was asked for. */
  check?: DeviceCheck;
}

/** What computes in a browser. */
export interface BackendChoice extends Computing {
  backend: 'webgpu' | 'wasm';
  /** Why; each has a sentence in every language. */
  reason: Exclude<Computing['reason'], 'default'>;
}

/** The fields of `GPUAdapterInfo` that tell hardware from software. */
export interface AdapterFacts {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  isFallbackAdapter: boolean;
}

/** What the browser offers: no WebGPU at all, WebGPU without an adapter, or an adapter. */
export type AdapterProbe = 'no-webgpu' | 'no-adapter' | AdapterFacts;

/** The adapter in words. */
export const describe = (facts: AdapterFacts): string =>
  [facts.vendor, facts.architecture, facts.device, facts.description]
    .filter((part) => part !== '')
    .join(' ');

/**
 * A software adapter computes ~0.6 GFLOP/s where WASM on two threads does ~60, so it is no choice for
 * anybody but a test. `isFallbackAdapter` is not set by every browser: known names are checked too.
 */
export const isSoftware = (facts: AdapterFacts): boolean =>
  facts.isFallbackAdapter ||
  /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i.test(describe(facts));

/** Chooses the backend from a wish and what the browser offers; pure. */
export function chooseBackend(
  wish: BackendWish,
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
  });
  if (wish === 'wasm') return wasm('forced');
  if (typeof probe === 'string') {
    if (wish === 'auto') return wasm(probe);
    throw new AppError('backend-unavailable', {
      stage: 'load',
      message: `WebGPU was asked for, but there is ${probe === 'no-webgpu' ? 'no WebGPU' : 'no adapter'}.`,
      recoverable: false,
    });
  }
  if (wish === 'webgpu') return webgpu('forced');
  return isSoftware(probe) ? wasm('software-adapter') : webgpu('hardware-adapter');
}

/** This browser's adapter, a new object each time; null where there is none. */
export const requestAdapter = (): Promise<GPUAdapter | null> =>
  navigator.gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);

/** Asks this browser what its adapter is. */
export async function probeAdapter(): Promise<AdapterProbe> {
  if (!('gpu' in navigator)) return 'no-webgpu';
  const adapter = await requestAdapter();
  if (!adapter) return 'no-adapter';
  const { vendor, architecture, device, description } = adapter.info;
  // Standard home first, the one of older browsers second.
  const fallback =
    adapter.info.isFallbackAdapter ??
    ('isFallbackAdapter' in adapter && adapter.isFallbackAdapter === true);
  return { vendor, architecture, device, description, isFallbackAdapter: fallback };
}

/** Threads of the WASM runtime: more than four help small networks little, and need isolation at all. */
export const wasmThreads = (): number =>
  globalThis.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency || 1) : 1;
