import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recall, remember, type CheckResult } from './stored-checks.ts';

// Node has no Cache API; this object replaces it. e2e/agreement.spec.ts tests the real one.
const stored = new Map<string, string>();
const cache = {
  match: async (url: string) => (stored.has(url) ? new Response(stored.get(url)) : undefined),
  put: async (url: string, response: Response) => void stored.set(url, await response.text()),
  delete: async (url: string) => stored.delete(url),
};

const adapter = (name: Partial<GPUAdapterInfo>, features: string[] = []) => ({
  info: { vendor: '', architecture: '', ...name } as GPUAdapterInfo,
  features: new Set(features) as GPUSupportedFeatures,
});

const intel = adapter({ vendor: 'intel', architecture: 'gen-12lp' });
const result: CheckResult = {
  features: 'plain',
  findings: { subgroups: { what: 'attention', error: 0.3, right: false } },
};
const DAY_MS = 24 * 3600 * 1000;

describe('a stored result', () => {
  beforeEach(() => {
    stored.clear();
    vi.stubGlobal('caches', { open: async () => cache });
    vi.stubGlobal('navigator', { userAgent: 'Chromium 156' });
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('is valid for seven days', async () => {
    expect(await recall(intel, '1.30')).toBeNull();
    await remember(intel, '1.30', result);
    vi.advanceTimersByTime(6 * DAY_MS);
    expect(await recall(intel, '1.30')).toEqual(result);
    vi.advanceTimersByTime(2 * DAY_MS);
    expect(await recall(intel, '1.30')).toBeNull();
    expect(stored.size).toBe(0);
  });

  it('is valid for one adapter, one browser version and one version of onnxruntime', async () => {
    await remember(intel, '1.30', result);
    expect(await recall(intel, '1.31')).toBeNull();
    vi.stubGlobal('navigator', { userAgent: 'Chromium 157' });
    expect(await recall(intel, '1.30')).toBeNull();
    vi.stubGlobal('navigator', { userAgent: 'Chromium 156' });
    expect(await recall(intel, '1.30')).toEqual(result);
    const newer = adapter({ vendor: 'intel', architecture: 'xe-2hpg' });
    expect(await recall(newer, '1.30')).toBeNull();
    const half = adapter({ vendor: 'intel', architecture: 'gen-12lp' }, ['shader-f16']);
    expect(await recall(half, '1.30')).toBeNull();
  });

  it('is not stored for an adapter without a name', async () => {
    await remember(adapter({}), '1.30', result);
    expect(stored.size).toBe(0);
    expect(await recall(adapter({}), '1.30')).toBeNull();
  });

  it('is null when it cannot be stored or read', async () => {
    await remember(intel, '1.30', result);
    for (const url of stored.keys()) stored.set(url, 'half a verd');
    expect(await recall(intel, '1.30')).toBeNull();
    vi.stubGlobal('caches', undefined);
    await remember(intel, '1.30', result);
    expect(await recall(intel, '1.30')).toBeNull();
  });
});
