import { chromium } from './browsers.ts';
import { answerOf } from './answer.ts';
import { expect, test } from './test.ts';

test.use(chromium('webgpu'));

test('six recorded networks give the same outputs on WebGPU as in PyTorch', async ({ page }) => {
  test.setTimeout(0); // No time limit: `answerOf` fails when there is no progress.
  await page.goto(`http://localhost:${process.env.DEV_PORT}/e2e/pages/recordings.html`);
  const errors = await answerOf<Record<string, number>>(page, 'recordings');
  test.info().annotations.push({ type: 'measured', description: JSON.stringify(errors) });
  expect(Object.keys(errors)).toHaveLength(6);
  for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(1e-4);
});
