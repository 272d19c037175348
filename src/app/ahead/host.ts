import type { AheadHost } from './store.ts';

/** Key in the browser's local storage. */
const KEY = 'fetch-ahead';

/** Milliseconds after which the page fetches ahead. Its own pictures and scripts come first. */
const DELAY_MS = 1500;

/** The part of the Network Information API that is used. Only some browsers have it. */
interface Connection {
  saveData?: boolean;
  type?: string;
  effectiveType?: string;
}

const connection = (): Connection | undefined =>
  (navigator as Navigator & { connection?: Connection }).connection;

/** Connections of these speeds have better things to do. */
const SLOW = ['slow-2g', '2g', '3g'];

/** The browser, as `createAhead` uses it. */
export const browserHost = (): AheadHost => ({
  choice() {
    try {
      const stored = localStorage.getItem(KEY);
      return stored === 'on' || stored === 'off' ? stored : null;
    } catch {
      return 'off'; // A browser that refuses storage keeps no weights either.
    }
  },
  choose(choice) {
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // Then the choice ends with the page.
    }
  },
  isMetered() {
    const { saveData = false, type = '', effectiveType = '' } = connection() ?? {};
    return saveData || type === 'cellular' || SLOW.includes(effectiveType);
  },
  whenIdle(act) {
    const wait = () =>
      'requestIdleCallback' in globalThis ? requestIdleCallback(act, { timeout: 5000 }) : act();
    setTimeout(wait, DELAY_MS);
  },
});
