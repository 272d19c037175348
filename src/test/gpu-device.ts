import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const ICD = 'vk_swiftshader_icd.json';

/** Folders in which Chromium (the system's or Playwright's) may have its software Vulkan driver. */
function* driverFolders(): Generator<string> {
  yield* ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ?? path.join(homedir(), '.cache/ms-playwright');
  if (!existsSync(cache)) return;
  for (const browser of readdirSync(cache))
    for (const inner of ['chrome-linux', 'chrome-linux64', 'chrome-headless-shell-linux64'])
      yield path.join(cache, browser, inner);
}

/**
 * Makes the Vulkan loader use SwiftShader, unless the environment names a driver. Call this before WebGPU is
 * first used.
 */
function chooseDriver(): void {
  if (process.env.VK_ICD_FILENAMES ?? process.env.VK_DRIVER_FILES) return;
  for (const folder of driverFolders()) {
    const file = path.join(folder, ICD);
    if (!existsSync(file)) continue;
    process.env.VK_ICD_FILENAMES = file;
    return;
  }
}

/** WebGPU in Node, or a sentence that says why WebGPU is not available. */
export async function gpuForTests(): Promise<GPU | string> {
  chooseDriver();
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    const gpu = create([]);
    if (await gpu.requestAdapter()) return gpu;
    return 'Skipped: Dawn finds no Vulkan driver. Install Chromium, which contains SwiftShader.';
  } catch (error) {
    return `Skipped: the webgpu package does not start here (${String(error)}).`;
  }
}

const FILTERS = ['validation', 'out-of-memory', 'internal'] as const;

/** Opens error scopes on a device. `closeErrorScopes` throws the first error that WebGPU reports after this. */
export function openErrorScopes(device: GPUDevice): void {
  for (const filter of FILTERS) device.pushErrorScope(filter);
}

/** Closes the scopes of `openErrorScopes`. @throws Error for a validation, memory or internal error of WebGPU */
export async function closeErrorScopes(device: GPUDevice): Promise<void> {
  for (const filter of [...FILTERS].reverse()) {
    const error = await device.popErrorScope();
    if (error) throw new Error(`WebGPU ${filter}: ${error.message}`);
  }
}

/** Runs `body` inside error scopes. @throws Error for a validation, memory or internal error of WebGPU */
export async function withoutGpuErrors<T>(device: GPUDevice, body: () => Promise<T>): Promise<T> {
  openErrorScopes(device);
  const result = await body();
  await closeErrorScopes(device);
  return result;
}
