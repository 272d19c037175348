import type { Page } from '@playwright/test';
import { chromium } from './browsers.ts';
import { drop, samplePhoto, waitForEnd, waitForState, waitWhileProgressing } from './support.ts';
import { expect, test } from './test.ts';

test.use({ ...chromium('webgl'), wholeFilm: true });
test.setTimeout(0); // No time limit: `waitWhileProgressing` and `waitForEnd` fail when there is no progress.

/** Values of `data-stage` during a run. */
const STAGES = ['matting', 'pose', 'multiview', 'reconstruct', 'render', 'turntable'];

/**
 * Presses Cancel as soon as a stage begins. It does so inside the page, because some stages last only a few frames.
 * Resolves with the state that follows `running`, and the milliseconds from Cancel to this state.
 */
const cancelDuring = (page: Page, stage: string) =>
  page.evaluate(
    (stage) =>
      new Promise<{ state: string; ms: number }>((resolve, reject) => {
        const status = document.querySelector<HTMLElement>('[role=status][data-state]')!;
        let pressed = 0;
        const check = () => {
          const { state = '' } = status.dataset;
          if (!pressed && /done|error/.test(state))
            reject(new Error(`The run ended without the stage ${stage}.`));
          else if (!pressed && state === 'running' && status.dataset.stage === stage) {
            const button = [...document.querySelectorAll('button')].find(
              ({ textContent }) => textContent === 'Cancel',
            );
            if (!button) return;
            pressed = performance.now();
            button.click();
          } else if (pressed && state !== 'running') {
            observer.disconnect();
            resolve({ state, ms: performance.now() - pressed });
          }
        };
        const observer = new MutationObserver(check);
        observer.observe(document.body, { subtree: true, childList: true, attributes: true });
      }),
    stage,
  );

test('after Cancel in any stage the page can be used again within a second', async ({ page }) => {
  await page.goto('./?lang=en&backend=wasm&steps=4');
  await waitForState(page, 'idle');
  for (const stage of STAGES) {
    const cancelled = cancelDuring(page, stage);
    await drop(page, samplePhoto());
    const { state, ms } = await waitWhileProgressing(page, cancelled);
    expect(state, stage).toBe('cancelled');
    expect(ms, stage).toBeLessThan(1000);
  }
  await drop(page, samplePhoto());
  await waitForEnd(page);
  await expect(page.getByRole('region', { name: 'Downloads' })).toContainText('gaussians.ply');
});
