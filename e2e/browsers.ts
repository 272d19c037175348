import { QUIET, WEBGL, WEBGPU } from '../scripts/chromium.mjs';

/** Chromium as people have it, in the kinds that matter here (docs/testing.md). */
const kinds = {
  /** Started without any flag about graphics: no WebGPU adapter; WebGL2 as the build has it. */
  plain: QUIET,
  /** Neither WebGPU nor WebGL2. */
  blind: [...QUIET, '--disable-gpu', '--disable-software-rasterizer'],
  /** WebGL2 in software, no WebGPU adapter. */
  webgl: [...QUIET, ...WEBGL],
  /** WebGPU and WebGL2 on SwiftShader. */
  webgpu: [...QUIET, ...WEBGL, ...WEBGPU],
};

/** Launch options for `test.use`; `CHROME_PATH` is set by playwright.config.ts. */
export const chromium = (kind: keyof typeof kinds) => ({
  launchOptions: {
    executablePath: process.env.CHROME_PATH,
    args: kinds[kind],
    // Playwright adds this one by itself.
    ignoreDefaultArgs: ['--enable-unsafe-swiftshader'],
  },
});
