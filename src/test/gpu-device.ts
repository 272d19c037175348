import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const ICD = 'vk_swiftshader_icd.json';

/** Folders where a Chromium, the system's or Playwright's, keeps its software Vulkan driver. */
function* driverFolders(): Generator<string> {
  yield* ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ?? path.join(homedir(), '.cache/ms-playwright');
  if (!existsSync(cache)) return;
  for (const browser of readdirSync(cache))
    for (const inner of ['chrome-linux', 'chrome-linux64', 'chrome-headless-shell-linux64'])
      yield path.join(cache, browser, inner);
}

/** Points the Vulkan loader to SwiftShader, unless someone already chose a driver. Must precede the first use. */
function chooseDriver(): void {
  if (process.env.VK_ICD_FILENAMES ?? process.env.VK_DRIVER_FILES) return;
  for (const folder of driverFolders()) {
    const file = path.join(folder, ICD);
    if (!existsSync(file)) continue;
    process.env.VK_ICD_FILENAMES = file;
    return;
  }
}

/** A WebGPU device in Node, or the sentence that says why there is none. */
export async function gpuForTests(): Promise<GPU | string> {
  chooseDriver();
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    const gpu = create([]);
    if (await gpu.requestAdapter()) return gpu;
    return 'Skipped: Dawn finds no Vulkan driver; install Chromium for its SwiftShader.';
  } catch (error) {
    return `Skipped: the webgpu package does not start here (${String(error)}).`;
  }
}

const FILTERS = ['validation', 'out-of-memory', 'internal'] as const;

/** Opens error scopes on a device, before a test; `closeErrorScopes` fails it for what WebGPU said since. */
export function openErrorScopes(device: GPUDevice): void {
  for (const filter of FILTERS) device.pushErrorScope(filter);
}

export async function closeErrorScopes(device: GPUDevice): Promise<void> {
  for (const filter of [...FILTERS].reverse()) {
    const error = await device.popErrorScope();
    if (error) throw new Error(`WebGPU ${filter}: ${error.message}`);
  }
}

/** Runs `body` inside error scopes: any validation, memory or internal message of WebGPU fails it. */
export async function withoutGpuErrors<T>(device: GPUDevice, body: () => Promise<T>): Promise<T> {
  openErrorScopes(device);
  const result = await body();
  await closeErrorScopes(device);
  return result;
}
