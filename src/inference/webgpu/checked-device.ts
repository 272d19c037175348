import { AppError } from '../../core/errors.ts';
import type { OrtModule } from '../engine.ts';
import { inferenceError } from '../failures.ts';
import { keepAlive } from '../keep-alive.ts';
import { featureSets, requestDevice, type FeatureSet } from './device.ts';
import { selfCheck, type Finding } from './self-check.ts';
import { recall, remember } from './verdicts.ts';

/** What a self-check found out about an adapter. */
export interface DeviceCheck {
  /** With which features it computes right; null: with none. */
  features: FeatureSet | null;
  /** What was found with each set that was tried. */
  findings: Partial<Record<FeatureSet, Finding>>;
  /** True where an earlier visit found it. */
  remembered: boolean;
}

/** A device that computes right, or the finding that there is none. */
export interface CheckedDevice {
  check: DeviceCheck;
  device: GPUDevice | null;
}

/**
 * Makes a device for onnxruntime and checks what it computes; with subgroup operations first, then without.
 * @param requestAdapter a new adapter each time: from one comes one device
 * @param engine build and version of onnxruntime, for the memory of earlier checks
 * @throws AppError `device-lost`, `out-of-memory` or `graph-invalid`
 */
export async function checkedDevice(
  ort: OrtModule,
  requestAdapter: () => Promise<GPUAdapter>,
  engine: string,
): Promise<CheckedDevice> {
  const adapter = await requestAdapter();
  const known = await recall(adapter, engine);
  if (known)
    return { check: known, device: known.features && (await make(adapter, known.features)) };

  async function make(from: GPUAdapter, features: FeatureSet): Promise<GPUDevice> {
    const device = await requestDevice(from, features);
    await keepAlive(ort, { name: 'webgpu', device }); // for as long as the device is used
    return device;
  }

  const findings: DeviceCheck['findings'] = {};
  const finish = async (features: FeatureSet | null, device: GPUDevice | null) => {
    const check: DeviceCheck = { features, findings, remembered: false };
    await remember(adapter, engine, check);
    return { check, device };
  };
  for (const features of featureSets(adapter)) {
    const device = await make(await requestAdapter(), features);
    findings[features] = await examine(ort, device);
    if (findings[features].right) return finish(features, device);
    device.destroy();
  }
  return finish(null, null);
}

/** A device that cannot run the check is of as little use as one that computes wrong. */
async function examine(ort: OrtModule, device: GPUDevice): Promise<Finding> {
  const half = device.features.has('shader-f16');
  try {
    return await selfCheck(ort, { name: 'webgpu', device }, 'wasm', half);
  } catch (error) {
    const known = inferenceError(error, 'self-check');
    if (known instanceof AppError && known.code !== 'graph-invalid') throw known;
    return { what: String(error), error: 1, right: false };
  }
}
