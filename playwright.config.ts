import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

// Where the tests' launch options find it (e2e/browsers.ts); undefined means Playwright's own.
const browser = findChromium();
if (browser) process.env.CHROME_PATH = browser;

/** Another port than `npm start`'s, so that tests run beside it. */
const port = Number(process.env.PORT ?? 4183);
/** Vite's development server, for the pages in e2e/pages that look inside. */
const devPort = port + 1;
process.env.DEV_PORT = String(devPort);

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // The pipeline uses every core by itself; two at once would only slow each other down.
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
    // Tests that follow a run have no time limit of their own (scripts/watch.mjs).
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
