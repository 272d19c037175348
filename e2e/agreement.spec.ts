import { expect, test } from '@playwright/test';
import { chromium } from './browsers.ts';
import type { Agreement } from './pages/agreement.ts';
import { answerOf } from './answer.ts';

test.use(chromium('webgpu'));

// SwiftShader has subgroups of four lanes. onnxruntime's attention expects eight (docs/known-issues.md).
test('WebGPU computes the same as WASM, because the self-check refuses features that compute wrong', async ({
  page,
}) => {
  test.setTimeout(0); // `answerOf` ends the test when nothing goes on.
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

  // Without the check the Gaussians are wrong by more than 1 %, and a denoising step by more than rounding.
  expect(result.unchecked.gaussians).toBeGreaterThan(1e-2);
  expect(result.unchecked.step).toBeGreaterThan(2e-3);
});
