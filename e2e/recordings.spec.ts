import { expect, test } from '@playwright/test';
import { chromium } from './browsers.ts';
import { answerOf } from './answer.ts';

test.use(chromium('webgpu'));

test('a recorded network of each family gives the same outputs on WebGPU as in PyTorch', async ({
  page,
}) => {
  test.setTimeout(0); // `answerOf` ends the test when nothing goes on.
  await page.goto(`http://localhost:${process.env.DEV_PORT}/e2e/pages/recordings.html`);
  const errors = await answerOf<Record<string, number>>(page, 'recordings');
  test.info().annotations.push({ type: 'measured', description: JSON.stringify(errors) });
  expect(Object.keys(errors)).toHaveLength(6);
  for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(1e-4);
});
