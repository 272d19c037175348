/**
 * onnxruntime-web 1.30's flash attention assumes subgroups of eight lanes or more. On an adapter with
 * smaller ones (SwiftShader has four) it is wrong by several percent, without an error. Devices of such
 * an adapter are made without the subgroup features; attention then takes another, right, path.
 */
const MIN_LANES = 8;

let patched = false;

/** Call once, before onnxruntime requests its device. */
export function avoidSmallSubgroups(): void {
  if (patched || typeof GPUAdapter === 'undefined') return;
  patched = true;
  const requestDevice = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = function (this: GPUAdapter, descriptor) {
    const lanes = this.info.subgroupMinSize ?? MIN_LANES;
    if (lanes >= MIN_LANES || !descriptor?.requiredFeatures) {
      return requestDevice.call(this, descriptor);
    }
    const requiredFeatures = [...descriptor.requiredFeatures].filter(
      (feature) => !feature.includes('subgroup'),
    );
    return requestDevice.call(this, { ...descriptor, requiredFeatures });
  };
}
