import type { OrtModule } from '../engine.ts';
import { keepAlive } from '../keep-alive.ts';
import { featureSets, requestDevice, type FeatureSet } from './device.ts';
import { expectation, failure, selfCheck, type Finding } from './self-check.ts';
import { recall, remember } from './verdicts.ts';

/** What a self-check found out about an adapter. */
export interface DeviceCheck {
  /** With which features it computes right (`own`: those that onnxruntime-node takes by itself); null: with none. */
  features: FeatureSet | 'own' | null;
  /** What was found with each set that was tried. */
  findings: Partial<Record<FeatureSet | 'own', Finding>>;
  /** True where an earlier visit found it. */
  remembered: boolean;
}

/** A device that computes right, or the finding that there is none. */
export interface CheckedDevice {
  check: DeviceCheck;
  device: GPUDevice | null;
}

/**
 * Makes a device for onnxruntime and checks what it computes: with all features first, then with fewer.
 * A device that cannot be made or is lost on the way is none; the next set is tried.
 * @param requestAdapter a new adapter each time: from one comes one device
 * @param engine build and version of onnxruntime, for the memory of earlier checks
 * @throws what onnxruntime throws on the CPU
 */
export async function checkedDevice(
  ort: OrtModule,
  requestAdapter: () => Promise<GPUAdapter>,
  engine: string,
): Promise<CheckedDevice> {
  const adapter = await requestAdapter();
  const known = await recall(adapter, engine);
  if (known) {
    const device = await make(ort, requestAdapter, known.features).catch(() => null);
    if (device) return { check: { ...known, remembered: true }, device };
  }
  const expected = await expectation(ort, 'wasm');
  const findings: DeviceCheck['findings'] = {};
  for (const features of featureSets(adapter)) {
    const made = await make(ort, requestAdapter, features).catch(failure);
    if (!('queue' in made)) {
      findings[features] = made;
      continue;
    }
    const half = made.features.has('shader-f16');
    const finding = await Promise.race([
      selfCheck(ort, { name: 'webgpu', device: made }, expected, half),
      made.lost.then(({ message }) => failure(`The device was lost: ${message}`)),
    ]);
    findings[features] = finding;
    if (finding.right) {
      // What a failure says of a driver may be otherwise the next time.
      if (!Object.values(findings).some(({ failed }) => failed))
        await remember(adapter, engine, { features, findings });
      return { check: { features, findings, remembered: false }, device: made };
    }
    made.destroy();
  }
  return { check: { features: null, findings, remembered: false }, device: null };
}

/** A device and the session that keeps it alive, which goes only with the worker. */
async function make(
  ort: OrtModule,
  requestAdapter: () => Promise<GPUAdapter>,
  features: FeatureSet,
): Promise<GPUDevice> {
  const device = await requestDevice(await requestAdapter(), features);
  await keepAlive(ort, { name: 'webgpu', device });
  return device;
}
