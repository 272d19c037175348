import { QUIET, WEBGL, WEBGPU } from '../scripts/chromium.mjs';

/** Chromium with the combinations of WebGPU and WebGL2 that users have (docs/testing.md). */
const kinds = {
  /** No graphics flags: no WebGPU adapter, and WebGL2 if this build has it. */
  plain: QUIET,
  /** Neither WebGPU nor WebGL2. */
  noGraphics: [...QUIET, '--disable-gpu', '--disable-software-rasterizer'],
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
    // Playwright adds this flag by default.
    ignoreDefaultArgs: ['--enable-unsafe-swiftshader'],
  },
});
