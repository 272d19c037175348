import { isBusy } from '../run-machine.ts';
import { isPosed, shownOf } from '../select.ts';
import type { AppState } from '../app-state.ts';
import type { UserPhoto } from '../user-photo.ts';

/** What a person can correct, each in a dialog of its own. */
export type CorrectDialog = 'mask' | 'centring' | 'keypoints' | 'views';

/** Whether the person can correct this of the photo that the page shows. Not during a run. */
export function canCorrect(state: AppState, dialog: CorrectDialog): boolean {
  const result = shownOf(state);
  if (!result || isBusy(state.run) || isPosed(state)) return false;
  switch (dialog) {
    case 'mask':
      return result.cutout !== undefined;
    case 'centring':
      return result.cutout !== undefined && result.placed !== undefined;
    case 'keypoints':
      return result.skeleton !== undefined && result.placed !== undefined;
    case 'views':
      return (result.painted?.views.length ?? 0) > 1;
  }
}

/** The photo in which no mouse was found, so that the person can paint it; null if there is none. */
export const paintable = ({ error, refused, run }: AppState): UserPhoto | null =>
  error?.code === 'mask-empty' && !refused?.sample && !isBusy(run) ? refused : null;
