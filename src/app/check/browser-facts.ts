import { isSoftware, webGlDriver } from '../../worker/view3d/has-fast-webgl.ts';
import { sizeText } from '../../core/size-text.ts';
import type { Line, LINES } from './state.ts';

type Found = Pick<Line, 'state' | 'facts'>;

/** The lines that the page itself can fill, without a worker. */
export type BrowserFacts = Readonly<
  Record<
    Exclude<(typeof LINES)[number], 'adapter' | 'video' | 'models'>,
    () => Found | Promise<Found>
  >
>;

/** `deviceMemory` is only in Chromium. */
type WithMemory = Navigator & { deviceMemory?: number };

/** What this browser says of itself and of this computer. */
export const browserFacts: BrowserFacts = {
  browser: () => ({
    state: 'good',
    facts: [{ key: 'agent', values: { agent: navigator.userAgent } }],
  }),

  isolation: () => ({
    state: isSecureContext && crossOriginIsolated ? 'good' : 'weak',
    facts: [
      { key: isSecureContext ? 'secure' : 'insecure' },
      { key: crossOriginIsolated ? 'isolated' : 'notIsolated' },
    ],
  }),

  processor: () => ({
    state: crossOriginIsolated ? 'good' : 'weak',
    facts: [
      { key: 'cores', values: { count: navigator.hardwareConcurrency || 1 } },
      ...(crossOriginIsolated ? [] : [{ key: 'oneThread' }]),
    ],
  }),

  memory: () => {
    const gigabytes = (navigator as WithMemory).deviceMemory;
    return gigabytes === undefined
      ? { state: 'good', facts: [{ key: 'memoryUnknown' }] }
      : {
          state: gigabytes >= 4 ? 'good' : 'weak',
          facts: [{ key: 'memory', values: { count: gigabytes } }],
        };
  },

  async storage() {
    if (!navigator.storage?.getDirectory) return { state: 'weak', facts: [{ key: 'noStorage' }] };
    const { usage = 0, quota = 0 } = await navigator.storage.estimate();
    const persisted = await navigator.storage.persisted();
    try {
      await navigator.storage.getDirectory();
    } catch {
      return { state: 'weak', facts: [{ key: 'noStorage' }] };
    }
    return {
      state: 'good',
      facts: [
        { key: 'storage', values: { usage: sizeText(usage), quota: sizeText(quota) } },
        { key: persisted ? 'persisted' : 'notPersisted' },
      ],
    };
  },

  webgl: () => {
    const driver = webGlDriver();
    if (driver === null) return { state: 'weak', facts: [{ key: 'noWebGl' }] };
    const facts = [{ key: 'webgl', values: { renderer: driver } }] as const;
    return isSoftware(driver)
      ? { state: 'weak', facts: [...facts, { key: 'software' }] }
      : { state: 'good', facts };
  },
};
