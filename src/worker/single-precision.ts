import type { BackendChoice } from '../inference/backend.ts';
import type { Notice } from '../pipeline/events.ts';
import type { MemoryPlan } from '../pipeline/memory-plan.ts';

/**
 * The notice for a run whose large networks compute in single precision because the adapter has no `shader-f16`.
 * Null if all is as usual. If the self-check switched half precision off, the badge of the backend says so.
 * @param userAgent the browser's `navigator.userAgent`
 */
export function singlePrecisionNotice(
  { backend, half, adapter, check }: BackendChoice,
  { networks }: Pick<MemoryPlan, 'networks'>,
  userAgent = navigator.userAgent,
): Notice | null {
  if (backend !== 'webgpu' || half || check?.features === 'single') return null;
  if (!networks.some(({ lacksHalf }) => lacksHalf)) return null;
  const isChromium = /Chrom(e|ium)\//.test(userAgent) && /Linux|X11/.test(userAgent);
  return isChromium && !userAgent.includes('Android') && /^nvidia/i.test(adapter)
    ? 'single-precision-nvidia'
    : 'single-precision';
}
