import type { PreprocessOptions } from '../../src/core/preprocess/index.ts';
import type { CommandContext } from '../command.ts';

/** What `preprocess` was asked to do with a picture or a sample. */
export interface PreprocessRequest {
  options: PreprocessOptions;
  /** Level, 0…255. Pixels whose three channels are above it are background in pictures without alpha and mask. */
  threshold: number;
  context: CommandContext;
}

/** The options as opencv_cameras.json records them. Those that the method does not use are left out. */
export function recordOf({ options, threshold }: PreprocessRequest): Record<string, unknown> {
  const { method, cameras, targetRatio, outputSize, safeMargin, fitInFrame } = options;
  const sized = method === 'pixel_based' || method === 'uniform';
  return {
    method,
    intrinsics: cameras,
    ...(method !== 'add_alpha' && { target_ratio: targetRatio }),
    ...(sized && { output_size: outputSize }),
    ...(method === 'uniform' && { safe_margin: safeMargin, fit_in_frame: fitInFrame }),
    threshold,
  };
}
