import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

// e2e/browsers.ts reads CHROME_PATH. If it is not set, Playwright uses its own Chromium.
const browser = findChromium();
if (browser) process.env.CHROME_PATH = browser;

/** Port of the built page. It is not the port of `npm start`, so that tests and `npm start` can run at the same time. */
const port = Number(process.env.PORT ?? 4183);
/** Port of Vite's development server. It serves the pages in e2e/pages, which import modules of src. */
const devPort = port + 1;
process.env.DEV_PORT = String(devPort);

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // One run already uses every core, so two runs at the same time would not be faster.
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
    // Requests that a service worker answers do not reach the tests' servers. The specs that need it allow it.
    serviceWorkers: 'block',
    // Time limits of single actions. Tests that wait for a run have no time limit: scripts/watch.mjs ends these tests.
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
