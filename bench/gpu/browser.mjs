import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium, QUIET, WEBGL, WEBGPU } from '../../scripts/chromium.mjs';
import { serveFolder } from '../../scripts/serve.mjs';

/**
 * Timestamps are otherwise rounded to 0.1 ms. The watchdog would end a long shader. Without the Dawn feature for f16,
 * NVIDIA GPUs on Linux have no half precision (docs/known-issues.md).
 */
const MEASURING = [
  '--enable-unsafe-webgpu',
  '--enable-webgpu-developer-features',
  '--enable-dawn-features=vulkan_enable_f16_on_nvidia',
  '--disable-dawn-features=timestamp_quantization',
  '--disable-gpu-watchdog',
];
const VULKAN = ['--use-angle=vulkan', '--use-vulkan=native', '--disable-vulkan-surface'];

/** Flags with which a Chromium without a display may find the GPU, by name. The first that finds one is used. */
const HARDWARE = {
  vulkan: ['--enable-features=Vulkan', '--ignore-gpu-blocklist', ...VULKAN],
  'vulkan, drawing in software': [
    ...WEBGL,
    '--ignore-gpu-blocklist',
    '--use-webgpu-adapter=default',
  ],
  'vulkan from angle': [
    '--enable-features=Vulkan,DefaultANGLEVulkan,VulkanFromANGLE',
    '--ignore-gpu-blocklist',
    '--disable-vulkan-surface',
  ],
  'no flags': [],
};
const SOFTWARE = /swiftshader|llvmpipe|lavapipe/i;

/** Rejects when the promise takes longer. */
export async function within(ms, promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${ms / 1000} s`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Serves the built page, and opens it in fresh browsers. */
export class Browsers {
  #flags = [...WEBGL, ...WEBGPU];
  flagsName = 'software';

  constructor(folder) {
    this.server = createServer(serveFolder(folder));
  }

  async listen() {
    await new Promise((resolve) => this.server.listen(0, 'localhost', resolve));
    this.url = `http://localhost:${this.server.address().port}/`;
  }

  /** Finds flags that give a GPU. Returns what the page says about the adapter. @throws Error if no flags do */
  async findGpu(software) {
    const tried = [];
    const sets = software ? { software: this.#flags } : HARDWARE;
    for (const [name, flags] of Object.entries(sets)) {
      [this.#flags, this.flagsName] = [flags, name];
      try {
        const found = await this.visit({ limitMs: 30_000 }, (page) =>
          page.evaluate(() => globalThis.bench.probe()),
        );
        const isSoftware = found.isFallbackAdapter || SOFTWARE.test(JSON.stringify(found));
        if (!found.none && (software || !isSoftware)) return found;
        tried.push(`${name}: ${found.none ?? found.description ?? found.architecture}`);
      } catch (error) {
        tried.push(`${name}: ${error.message.split('\n')[0]}`);
      }
    }
    throw new Error(`Chromium finds no GPU (${tried.join('; ')})`);
  }

  /** A folder for a fresh profile. */
  profile = () => mkdtempSync(path.join(tmpdir(), 'bench-gpu-'));

  /** Starts a browser, opens the page, and ends the browser. @param profile folder that stays; default: a fresh one */
  async visit({ profile, limitMs }, work) {
    const folder = profile ?? this.profile();
    const context = await within(
      60_000,
      chromium.launchPersistentContext(folder, {
        executablePath: findChromium() ?? undefined,
        args: [...QUIET, ...MEASURING, ...this.#flags],
        ignoreDefaultArgs: ['--enable-unsafe-swiftshader'],
      }),
      'starting Chromium',
    );
    try {
      const [page] = context.pages();
      await page.goto(this.url);
      await page.waitForFunction(() => 'bench' in globalThis);
      return await within(limitMs, work(page), 'the page');
    } finally {
      await within(10_000, context.close(), 'closing Chromium').catch(() => undefined);
      if (!profile) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  /** Calls `bench.run` in a fresh browser. The browser gets ten seconds more than the page. */
  run(part, options, profile) {
    return this.visit({ profile, limitMs: options.limitMs + 10_000 }, (page) =>
      page.evaluate(([part, options]) => globalThis.bench.run(part, options), [part, options]),
    );
  }
}
