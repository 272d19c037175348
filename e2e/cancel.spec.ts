import { expect, test, type Page } from '@playwright/test';
import { chromium } from './browsers.ts';
import { drop, during, finish, samplePhoto } from './support.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // `during` and `finish` end the test when nothing goes on.

/** Values of `data-stage` during a run. */
const STAGES = ['matting', 'pose', 'multiview', 'reconstruct', 'render', 'turntable'];

/**
 * Presses Cancel inside the page as soon as a stage begins, because some stages last only a few frames. Resolves to the
 * next state and the milliseconds until it.
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

test('cancelling in any stage gives a usable page within a second', async ({ page }) => {
  await page.goto('./?lang=en&backend=wasm&steps=4');
  for (const stage of STAGES) {
    const cancelled = cancelDuring(page, stage);
    await drop(page, samplePhoto());
    const { state, ms } = await during(page, cancelled);
    expect(state, stage).toBe('cancelled');
    expect(ms, stage).toBeLessThan(1000);
  }
  await drop(page, samplePhoto());
  await finish(page);
  await expect(page.getByRole('region', { name: 'Downloads' })).toContainText('gaussians.ply');
});
