import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

// e2e/browsers.ts reads CHROME_PATH. Without it Playwright uses its own Chromium.
const browser = findChromium();
if (browser) process.env.CHROME_PATH = browser;

/** Not the port of `npm start`, so that both can run at the same time. */
const port = Number(process.env.PORT ?? 4183);
/** For Vite's development server, which serves the pages in e2e/pages. They import modules of src. */
const devPort = port + 1;
process.env.DEV_PORT = String(devPort);

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // One run already uses every core, so two at the same time would only slow each other down.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME
    ? [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME }]]
    : [['list']],
  retries: 0,
  use: {
    baseURL: `http://localhost:${port}/`,
    acceptDownloads: true,
    // For single actions. Tests that wait for a run have no time limit: scripts/watch.mjs ends them.
    actionTimeout: 120_000,
    navigationTimeout: 120_000,
  },
  webServer: [
    {
      command: 'node scripts/start.mjs',
      url: `http://localhost:${port}/`,
      env: { PORT: String(port) },
      timeout: 300_000,
      reuseExistingServer: false,
    },
    {
      command: `node node_modules/vite/bin/vite.js --port ${devPort} --strictPort`,
      url: `http://localhost:${devPort}/e2e/pages/agreement.html`,
      timeout: 120_000,
      reuseExistingServer: false,
    },
  ],
});
