import type { KEYPOINT_NAMES } from '../../../core/mouse/keypoints.ts';
import type { Tool } from '../../../core/mask-edit/editor.ts';

/** The English sentences of what a person corrects by hand. */
export const enCorrect = {
  /** Buttons that open the dialogs. */
  editCutout: 'Edit the cut-out',
  adjustCentring: 'Adjust the centring',
  moveKeypoints: 'Move the keypoints',
  chooseViews: 'Choose the views',
  byHand: 'Correct it by hand',
  paint: 'Paint the mouse yourself',
  earlierFiles: 'Files of the last run. The new ones replace them when the run is done.',

  apply: 'Apply',
  cancel: 'Cancel',
  reset: 'Reset',
  close: 'Close',
  askDiscard: 'Your changes are not applied yet.',
  discard: 'Discard them',
  goOn: 'Go on editing',

  mask: {
    title: 'Cut-out editor',
    opening: 'Opening the photo…',
    canvas:
      'The photo. What is not mouse is under a red veil. The arrow keys move a cursor, and Space paints with the tool.',
    tool: 'Tool',
    tools: {
      brush: 'Brush',
      eraser: 'Eraser',
      grow: 'Grow from a click',
      only: 'Only this animal',
      move: 'Move the photo',
    } satisfies Record<Tool, string>,
    toolHints: {
      brush: 'Paint over parts of the mouse that are missing.',
      eraser: 'Paint over what is not mouse.',
      grow: 'Click a part of the mouse. All that hangs together with it and has a similar colour is added. With Shift or the right button it is taken away.',
      only: 'Click the animal to keep. Everything that does not hang together with it is removed.',
      move: 'Drag the photo. The wheel, or two fingers, zoom.',
    } satisfies Record<Tool, string>,
    size: 'Size',
    sizeText: '{size} pixels',
    tolerance: 'Similarity',
    undo: 'Undo',
    redo: 'Redo',
    invert: 'Invert',
    clear: 'Empty',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Whole photo',
    automatic: 'Find the mouse again',
    empty: 'Nothing is marked as mouse yet.',
    parts: '{count} separate parts are marked. If they are several animals, keep one of them.',
    working: 'Working…',
    exposure: 'Brightness of the photo (stops)',
    inSplat: 'Use this brightness for the splat, too',
    keys: 'Keys',
  },

  centring: {
    title: 'Centring',
    stage:
      'The mouse on the square that the networks get. The arrow keys move it, plus and minus scale it.',
    hint: 'The networks expect the mouse where the grey shape is, and as large. Move it only if a part is wrong, such as a cable that counts as mouse.',
    scale: 'Scale',
    scaleText: '{percent}%',
    moved: '{right}% to the right, {down}% down',
  },

  keypoints: {
    title: 'Keypoints',
    hint: 'Drag a point to where it belongs, or choose it with Tab and move it with the arrow keys. Its depth stays.',
    moved: '{count} of {all} points moved',
    selected: '{name}: {right}, {down}',
    names: {
      spine_0: 'Spine 1',
      spine_1: 'Spine 2',
      spine_2: 'Spine 3',
      spine_3: 'Spine 4',
      spine_4: 'Spine 5',
      neck: 'Neck',
      head: 'Head',
      snout: 'Snout',
      eye_left: 'Left eye',
      eye_right: 'Right eye',
      paw_front_left: 'Left front paw',
      paw_front_right: 'Right front paw',
      paw_hind_left: 'Left hind paw',
      paw_hind_right: 'Right hind paw',
      tail_0: 'Tail 1',
      tail_1: 'Tail 2',
      tail_2: 'Tail 3',
      tail_3: 'Tail 4',
      tail_4: 'Tail 5',
      ear_left: 'Left ear',
      ear_right: 'Right ear',
      haunch_left: 'Left haunch',
      haunch_right: 'Right haunch',
    } satisfies Record<(typeof KEYPOINT_NAMES)[number], string>,
  },

  views: {
    title: 'Views',
    hint: 'Each view that was painted so far, by its seed. A kept view stays with a new seed. The splat is built again from the chosen ones.',
    view: 'View {number}',
    seed: 'Seed {seed}',
    keep: 'Keep this view',
    photo: 'From the photo: it is the same with every seed.',
  },

  errors: {
    'mask-size': {
      message: 'The mask is not of the size of the photo.',
      hint: 'Use a mask of the same width and height.',
    },
  },
};
