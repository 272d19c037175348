import { answerOf } from './answer.ts';
import { chromium } from './browsers.ts';
import type { OnDevice } from './pages/on-device.ts';
import { expect, test } from './test.ts';

test.use(chromium('webgpu'));

test('between the subject and the splat, the CPU waits for the GPU twice, for views and Gaussians, beside copies for a lost GPU', async ({
  page,
}) => {
  test.setTimeout(0); // No time limit: `answerOf` fails when there is no progress.
  await page.goto(`http://localhost:${process.env.DEV_PORT}/e2e/pages/on-device.html?steps=2`);
  const { steps, warm, first, second, viewError, positionError } = await answerOf<OnDevice>(
    page,
    'onDevice',
  );
  test
    .info()
    .annotations.push({ type: 'measured', description: JSON.stringify({ warm, first, second }) });
  expect(steps).toBe(2);
  for (const { transfers, pool, copies } of [first, second]) {
    expect(transfers.readBacks).toBe(2 + copies);
    expect(copies).toBeLessThan(steps);
    expect(pool.readBacks).toBe(transfers.readBacks);
    expect(pool.readBytes).toBe(transfers.readBackBytes);
  }
  // Encoder, image encoder, keys and values, UNet, decoder, reconstructor. Only the scheduler's step is left.
  expect(warm.pool).toMatchObject({ sessionsMade: 6, runs: 6, readBacks: 0 });
  expect(first.pool.sessionsMade).toBe(1);
  expect(first.transfers.pipelines).toBeLessThan(warm.transfers.pipelines / 4);
  // A new seed makes no session and compiles nothing.
  expect(second.pool.sessionsMade).toBe(0);
  expect(second.transfers.pipelines).toBe(0);
  // Only inputs cross to the GPU; most of them are the reconstructor's views and rays.
  expect(second.transfers.uploadedBytes).toBeLessThan(2 * second.pool.uploadedBytes);

  expect(viewError).toBeLessThanOrEqual(1);
  expect(positionError).toBeLessThan(2e-3);
});
