import type { OrtModule } from '../engine.ts';
import { keepAlive } from '../keep-alive.ts';
import { featureSets, requestDevice, type FeatureSet } from './device.ts';
import type { DeviceCheck } from './finding.ts';
import { expectedResults, failedFinding, selfCheck } from './self-check.ts';
import { recall, remember } from './stored-checks.ts';

interface CheckedDevice {
  check: DeviceCheck;
  /** A device that computes correctly; null if there is no set of features with which the GPU does. */
  device: GPUDevice | null;
}

/**
 * Makes a device for onnxruntime and checks what the device computes. The set with the most features is tried
 * first. If the numbers are wrong, if a device cannot be made, or if it is lost during the check, the next set
 * is tried.
 * @param requestAdapter returns a new adapter each time, because an adapter makes only one device
 * @param engine build and version of onnxruntime; a stored result is valid only for one engine
 * @throws what onnxruntime throws while it computes the expected results on the CPU
 */
export async function checkedDevice(
  ort: OrtModule,
  requestAdapter: () => Promise<GPUAdapter>,
  engine: string,
): Promise<CheckedDevice> {
  const adapter = await requestAdapter();
  const stored = await recall(adapter, engine);
  if (stored) {
    const device = await makeDevice(ort, requestAdapter, stored.features).catch(() => null);
    if (device) return { check: { ...stored, remembered: true }, device };
  }
  const expected = await expectedResults(ort, 'wasm');
  const findings: DeviceCheck['findings'] = {};
  for (const features of featureSets(adapter)) {
    const made = await makeDevice(ort, requestAdapter, features).catch(failedFinding);
    if (!('queue' in made)) {
      findings[features] = made;
      continue;
    }
    const half = made.features.has('shader-f16');
    const finding = await Promise.race([
      selfCheck(ort, { name: 'webgpu', device: made }, expected, half),
      made.lost.then(({ message }) => failedFinding(`The device was lost: ${message}`)),
    ]);
    findings[features] = finding;
    if (finding.right) {
      // If a set of features failed, nothing is stored: the same driver may succeed next time.
      if (!Object.values(findings).some(({ failed }) => failed))
        await remember(adapter, engine, { features, findings });
      return { check: { features, findings, remembered: false }, device: made };
    }
    made.destroy();
  }
  return { check: { features: null, findings, remembered: false }, device: null };
}

/** Makes a device, and a session that keeps it alive until the worker ends. */
async function makeDevice(
  ort: OrtModule,
  requestAdapter: () => Promise<GPUAdapter>,
  features: FeatureSet,
): Promise<GPUDevice> {
  const device = await requestDevice(await requestAdapter(), features);
  await keepAlive(ort, { name: 'webgpu', device });
  return device;
}
