import { QUIET, WEBGL, WEBGPU } from '../scripts/chromium.mjs';

/** Flags that give Chromium the combinations of WebGPU and WebGL2 that users have (docs/testing.md). */
const kinds = {
  /** No graphics flags. There is no WebGPU adapter. Whether there is WebGL2 depends on the Chromium. */
  plain: QUIET,
  /** Neither WebGPU nor WebGL2. */
  noGraphics: [...QUIET, '--disable-gpu', '--disable-software-rasterizer'],
  /** WebGL2 on SwiftShader, but no WebGPU adapter. */
  webgl: [...QUIET, ...WEBGL],
  /** WebGPU and WebGL2 on SwiftShader. */
  webgpu: [...QUIET, ...WEBGL, ...WEBGPU],
};

/** Launch options for `test.use`. playwright.config.ts sets `CHROME_PATH`. */
export const chromium = (kind: keyof typeof kinds) => ({
  launchOptions: {
    executablePath: process.env.CHROME_PATH,
    args: kinds[kind],
    // Playwright adds this flag by default.
    ignoreDefaultArgs: ['--enable-unsafe-swiftshader'],
  },
});
