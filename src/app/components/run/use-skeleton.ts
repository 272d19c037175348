import { useMemo } from 'react';
import { useAppState } from '../../context.ts';
import { pointsOf, withPoints } from '../../correct/moved-points.ts';
import { correctionsOf } from '../../select.ts';
import type { Result, SkeletonPoints } from '../../state.ts';

/** The skeleton of a result, with the keypoints that the person moved. */
export function useSkeleton(result: Result | null): SkeletonPoints | undefined {
  const moved = useAppState((state) => correctionsOf(state, result?.photo).keypoints);
  const { skeleton, placed } = result ?? {};
  return useMemo(
    () =>
      skeleton && placed && moved
        ? { ...skeleton, uv: withPoints(skeleton.uv, pointsOf(moved, placed)) }
        : skeleton,
    [skeleton, placed, moved],
  );
}
