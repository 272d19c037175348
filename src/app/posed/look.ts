import type { ShownViews } from '../../worker/protocol.ts';

/** The parts of the result of posed views that the large area can show. */
export const LOOKS = ['splat', 'compare', 'rig'] as const;

/** What the large area shows of posed views. */
export interface Look {
  part: (typeof LOOKS)[number];
  /** Index of the chosen view. */
  view: number;
  /** Whether the errors are shown in place of the two pictures. */
  errors: boolean;
  /** Whether the whole pictures are shown, or the part around the mouse. */
  whole: boolean;
}

/** What it shows at first. */
export const firstLook: Look = { part: 'splat', view: 0, errors: false, whole: false };

/** The same look at another result. The first view, if the other has no view of this number. */
export const lookAt = (shown: ShownViews | undefined, look: Look): Look =>
  shown?.views[look.view] ? look : { ...look, view: 0 };
