import type { FeatureSet } from './device.ts';
import type { Finding } from './self-check.ts';

/** A verdict that is worth keeping: with these features the adapter computes right. */
export interface Verdict {
  features: FeatureSet;
  findings: Partial<Record<FeatureSet, Finding>>;
}

/** To be raised when probes, tolerances, features or the rewriting of shaders change: all are then checked again. */
const EDITION = 1;

/** A driver may be renewed without a sign that the page could see. */
const KEEP_MS = 7 * 24 * 3600 * 1000;

const CACHE = 'self-checks';

type Named = Pick<GPUAdapter, 'info' | 'features'>;

interface Kept {
  verdict: Verdict;
  time: number;
}

/**
 * Where the verdict on an adapter lies: under all that tells it from another, and the versions of browser and
 * onnxruntime. Null for an adapter without a name, for which there may be two.
 */
function placeOf({ info, features }: Named, engine: string): string | null {
  const { vendor, architecture, device, description, subgroupMinSize, subgroupMaxSize } = info;
  if (!vendor && !architecture && !device && !description) return null;
  const half = features.has('shader-f16');
  const parts = [vendor, architecture, device, description, subgroupMinSize, subgroupMaxSize, half];
  const key = JSON.stringify([EDITION, engine, navigator.userAgent, ...parts]);
  return `/self-check?${encodeURIComponent(key)}`;
}

/** What a check of the last seven days found, or null. Never rejects: where nothing is stored, all is checked each time. */
export async function recall(adapter: Named, engine: string): Promise<Verdict | null> {
  const place = placeOf(adapter, engine);
  if (place === null) return null;
  try {
    const cache = await caches.open(CACHE);
    const response = await cache.match(place);
    if (!response) return null;
    const { verdict, time } = (await response.json()) as Kept;
    if (Date.now() - time < KEEP_MS) return verdict;
    await cache.delete(place);
  } catch {
    // Checked anew.
  }
  return null;
}

/** Keeps what a check found. Never rejects. */
export async function remember(adapter: Named, engine: string, verdict: Verdict): Promise<void> {
  const place = placeOf(adapter, engine);
  if (place === null) return;
  try {
    const cache = await caches.open(CACHE);
    const kept: Kept = { verdict, time: Date.now() };
    await cache.put(place, new Response(JSON.stringify(kept)));
  } catch {
    // Checked anew the next time.
  }
}
