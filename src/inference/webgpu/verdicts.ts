import type { DeviceCheck } from './checked-device.ts';

/** Raised when the probes change, so that everybody is checked again. */
const PROBES = 1;

/** A driver may be renewed without a sign that the page could see. */
const KEEP_MS = 7 * 24 * 3600 * 1000;

const CACHE = 'self-checks';

interface Kept {
  check: DeviceCheck;
  time: number;
}

/**
 * Where the verdict on an adapter lies: under everything that tells it from another, and the versions of browser and
 * onnxruntime.
 */
const placeOf = ({ info, features }: GPUAdapter, engine: string): string => {
  const { vendor, architecture, device, description, subgroupMinSize, subgroupMaxSize } = info;
  const half = features.has('shader-f16');
  const parts = [vendor, architecture, device, description, subgroupMinSize, subgroupMaxSize, half];
  const key = JSON.stringify([PROBES, engine, navigator.userAgent, ...parts]);
  return `/self-check?${encodeURIComponent(key)}`;
};

/** What an earlier check found, or null where there was none of late. Never throws. */
export async function recall(adapter: GPUAdapter, engine: string): Promise<DeviceCheck | null> {
  try {
    const cache = await caches.open(CACHE);
    const response = await cache.match(placeOf(adapter, engine));
    if (!response) return null;
    const { check, time } = (await response.json()) as Kept;
    return Date.now() - time < KEEP_MS ? { ...check, remembered: true } : null;
  } catch {
    return null; // a browser that stores nothing checks each time
  }
}

/** Keeps what a check found. Never throws. */
export async function remember(
  adapter: GPUAdapter,
  engine: string,
  check: DeviceCheck,
): Promise<void> {
  try {
    const cache = await caches.open(CACHE);
    const kept: Kept = { check, time: Date.now() };
    await cache.put(placeOf(adapter, engine), new Response(JSON.stringify(kept)));
  } catch {
    // As above.
  }
}
