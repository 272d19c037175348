import { zeroVariables } from './loop-variables.ts';
import { wideSums } from './wide-sums.ts';

/**
 * A set of features for a device. `subgroups`: all features that onnxruntime uses and the adapter has. `plain`:
 * without subgroup operations. `single`: without subgroup operations and without half precision.
 */
export type FeatureSet = 'subgroups' | 'plain' | 'single';

/** The features that onnxruntime 1.30 uses. */
const FEATURES: Record<FeatureSet, readonly string[]> = {
  single: ['timestamp-query'],
  plain: ['timestamp-query', 'shader-f16'],
  subgroups: [
    'timestamp-query',
    'shader-f16',
    'subgroups',
    'subgroup-size-control',
    'chromium-experimental-subgroup-matrix',
  ],
};

/**
 * Limits for which onnxruntime requests the adapter's maximum, because it chooses its kernels by what the
 * adapter supports.
 */
const LIMITS = [
  'maxBindGroups',
  'maxStorageBuffersPerShaderStage',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** The feature sets that differ from each other on this adapter. The fastest set is first. */
export const featureSets = ({ features }: Pick<GPUAdapter, 'features'>): readonly FeatureSet[] => [
  ...(features.has('subgroups') ? (['subgroups'] as const) : []),
  'plain',
  ...(features.has('shader-f16') ? (['single'] as const) : []),
];

/**
 * Makes a device for onnxruntime, with the features and limits that onnxruntime would request itself. Before a shader
 * is compiled, every variable in it gets an explicit zero (`zeroVariables`), and sums in half precision become sums in
 * single precision (`wideSums`).
 * @param adapter an adapter from which no device has been made
 */
export async function requestDevice(adapter: GPUAdapter, set: FeatureSet): Promise<GPUDevice> {
  const device = await adapter.requestDevice({
    label: 'onnxruntime',
    requiredFeatures: FEATURES[set].filter((name) =>
      adapter.features.has(name),
    ) as GPUFeatureName[],
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
  });
  // onnxruntime reads `adapterInfo` of the device. In older browsers only the adapter has this information,
  // as `info`.
  if (!('adapterInfo' in device))
    Object.defineProperty(device, 'adapterInfo', { value: adapter.info });
  const { createShaderModule } = device;
  device.createShaderModule = (descriptor) =>
    createShaderModule.call(device, {
      ...descriptor,
      code: zeroVariables(wideSums(descriptor.code)),
    });
  return device;
}
