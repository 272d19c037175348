import type { FeatureSet } from './device.ts';
import type { Finding } from './finding.ts';

/** The result of a self-check, as it is stored: with these features the adapter computes correctly. */
export interface CheckResult {
  features: FeatureSet;
  findings: Partial<Record<FeatureSet, Finding>>;
}

/**
 * Increase this when probes, tolerances, features or the rewriting of shaders change. Then all adapters are
 * checked again.
 */
const CHECK_VERSION = 3;

/** Stored results expire after seven days, because a page cannot detect that a driver was updated. */
const MAX_AGE_MS = 7 * 24 * 3600 * 1000;

const CACHE = 'self-checks';

type AdapterIdentity = Pick<GPUAdapter, 'info' | 'features'>;

interface StoredCheck {
  verdict: CheckResult;
  /** Milliseconds since 1970. */
  time: number;
}

/**
 * The URL of an adapter's result in the cache. The URL contains everything that distinguishes adapters, and the
 * versions of browser and onnxruntime. Null for an adapter without a name, because adapters without names
 * cannot be distinguished.
 */
function cacheUrl({ info, features }: AdapterIdentity, engine: string): string | null {
  const { vendor, architecture, device, description, subgroupMinSize, subgroupMaxSize } = info;
  if (!vendor && !architecture && !device && !description) return null;
  const half = features.has('shader-f16');
  const facts = [vendor, architecture, device, description, subgroupMinSize, subgroupMaxSize, half];
  const key = JSON.stringify([CHECK_VERSION, engine, navigator.userAgent, ...facts]);
  return `/self-check?${encodeURIComponent(key)}`;
}

/**
 * The stored result of a check in the last seven days, or null. Never rejects: without storage, the adapter is
 * checked each time.
 * @param engine build and version of onnxruntime
 */
export async function recall(
  adapter: AdapterIdentity,
  engine: string,
): Promise<CheckResult | null> {
  const url = cacheUrl(adapter, engine);
  if (url === null) return null;
  try {
    const cache = await caches.open(CACHE);
    const response = await cache.match(url);
    if (!response) return null;
    const { verdict, time } = (await response.json()) as StoredCheck;
    if (Date.now() - time < MAX_AGE_MS) return verdict;
    await cache.delete(url);
  } catch {
    // The adapter is checked again.
  }
  return null;
}

/** Stores the result of a check. Never rejects. */
export async function remember(
  adapter: AdapterIdentity,
  engine: string,
  verdict: CheckResult,
): Promise<void> {
  const url = cacheUrl(adapter, engine);
  if (url === null) return;
  try {
    const cache = await caches.open(CACHE);
    const stored: StoredCheck = { verdict, time: Date.now() };
    await cache.put(url, new Response(JSON.stringify(stored)));
  } catch {
    // The adapter is checked again next time.
  }
}
