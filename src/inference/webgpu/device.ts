import { zeroVariables } from './loop-variables.ts';

/**
 * What a device may be made with: everything; no subgroup operations; neither these nor half precision.
 */
export type FeatureSet = 'subgroups' | 'plain' | 'single';

/** What onnxruntime 1.30 has a use for. */
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

/** Limits that onnxruntime asks for in full: its kernels are written for what the adapter can. */
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

/** The sets that make a difference on this adapter, the fastest first. */
export const featureSets = ({ features }: Pick<GPUAdapter, 'features'>): readonly FeatureSet[] => [
  ...(features.has('subgroups') ? (['subgroups'] as const) : []),
  'plain',
  ...(features.has('shader-f16') ? (['single'] as const) : []),
];

/**
 * A device for onnxruntime, with the features and limits that it would ask for itself. Its shaders get the
 * zeros that Tint forgets.
 * @param adapter one from which no device was made yet
 */
export async function requestDevice(adapter: GPUAdapter, set: FeatureSet): Promise<GPUDevice> {
  const device = await adapter.requestDevice({
    label: 'onnxruntime',
    requiredFeatures: FEATURES[set].filter((name) =>
      adapter.features.has(name),
    ) as GPUFeatureName[],
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
  });
  // onnxruntime reads it; older browsers know it of the adapter only.
  if (!('adapterInfo' in device))
    Object.defineProperty(device, 'adapterInfo', { value: adapter.info });
  const { createShaderModule } = device;
  device.createShaderModule = (descriptor) =>
    createShaderModule.call(device, { ...descriptor, code: zeroVariables(descriptor.code) });
  return device;
}
