import { chromium } from './browsers.ts';
import type { Agreement } from './pages/agreement.ts';
import { answerOf } from './answer.ts';
import { expect, test } from './test.ts';

test.use(chromium('webgpu'));

// SwiftShader has subgroups of four lanes. onnxruntime's attention expects eight (docs/known-issues.md).
test('WebGPU gives the results of WASM, because the self-check refuses features with which a GPU computes wrong', async ({
  page,
}) => {
  test.setTimeout(0); // No time limit: `answerOf` fails when there is no progress.
  await page.goto(`http://localhost:${process.env.DEV_PORT}/e2e/pages/agreement.html`);
  const result = await answerOf<Agreement>(page, 'agreement');
  test.info().annotations.push({ type: 'measured', description: JSON.stringify(result) });

  expect(result.checked.step).toBeLessThan(2e-3);
  expect(result.checked.gaussians).toBeLessThan(2e-3);
  expect(result.check).toMatchObject({
    features: 'plain',
    findings: { subgroups: { right: false }, plain: { right: true } },
    remembered: false,
  });
  expect(result.again).toEqual({ ...result.check, remembered: true });

  // Without the self-check the Gaussians are wrong by more than 1 %. A denoising step is wrong by more than rounding.
  expect(result.unchecked.gaussians).toBeGreaterThan(1e-2);
  expect(result.unchecked.step).toBeGreaterThan(2e-3);
});
