import type { Page } from '@playwright/test';

/** A change that a person can see: the state of the run, its progress, or words that were not there before. */
export interface Seen {
  /** Milliseconds since 1970, by the page's clock. */
  atMs: number;
  state: string;
  stage: string;
  /** The progress bar, or empty. */
  percent: string;
  /** Sentences that were not on the page at the moment before. Another number does not make a sentence a new one. */
  words: { text: string; place: 'alert' | 'notice' | 'status' | 'other' }[];
  /** Sentences that are no longer on the page, as they were when they came. */
  gone: string[];
}

/** Name of the function by which the page reports what it shows. */
const BINDING = 'faultsSeen';

/** Runs in the page, before its scripts. It reports every change. */
function record(binding: string): void {
  /** Sentences on the page, without their numbers, and as they were when they came. */
  let shown = new Map<string, string>();
  let last = '';
  const placeOf = (element: Element) =>
    element.closest('[role=alert]')
      ? 'alert'
      : element.closest('.notices')
        ? 'notice'
        : element.closest('.status-bar')
          ? 'status'
          : 'other';
  const changes = () => {
    const words: { text: string; place: string }[] = [];
    const before = shown;
    shown = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent?.trim() ?? '';
      const key = text.replace(/[\d.,]+/g, '#');
      const element = walker.currentNode.parentElement;
      if (text.length < 3 || !element?.isConnected) continue;
      if (element.closest('style, script, noscript')) continue;
      shown.set(key, before.get(key) ?? text);
      if (!before.has(key)) words.push({ text, place: placeOf(element) });
    }
    const gone = [...before].filter(([key]) => !shown.has(key)).map(([, text]) => text);
    return { words, gone };
  };
  const look = () => {
    const status = document.querySelector<HTMLElement>('[role=status][data-state]');
    const { state = '', stage = '' } = status?.dataset ?? {};
    const bar = document.querySelector('[role=progressbar]');
    const percent = bar?.getAttribute('aria-valuenow') ?? '';
    const { words, gone } = changes();
    const now = [state, stage, percent].join(' ');
    if (now === last && words.length + gone.length === 0) return;
    last = now;
    const atMs = performance.timeOrigin + performance.now();
    const report = Reflect.get(window, binding) as (seen: unknown) => void;
    report({ atMs, state, stage, percent, words, gone });
  };
  const begin = () => {
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['data-state', 'data-stage', 'aria-valuenow'],
    });
    look();
  };
  if (document.body) begin();
  else document.addEventListener('DOMContentLoaded', begin);
}

/** Reports everything that the page shows to `onSeen`. Call it before the page is opened. */
export async function watchWords(page: Page, onSeen: (seen: Seen) => void): Promise<void> {
  await page.exposeFunction(BINDING, onSeen);
  await page.addInitScript(record, BINDING);
}
