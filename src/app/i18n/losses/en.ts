import type { Advice } from '../../../core/metrics/loss-report.ts';

/** The English sentences about what each stage loses. */
export const enLosses = {
  label: 'Where it loses',
  table: 'What is left after each stage',
  columns: { left: 'Left after', share: 'Error' },
  rows: {
    'photo-views': 'View 1, {size}²',
    'photo-cloud': 'Splat',
    'posed-views': 'View, {size}²',
    'posed-cloud': 'Splat',
    'posed-cameras': 'Splat, cameras of the file',
  },
  /** The splat, if a row with the cameras of the file follows. */
  moved: 'Splat, cameras moved to fit',
  percent: '{value}%',

  verdict: {
    stage: 'Most is lost {where}: {percent}% of the squared error in the mask.',
    even: 'No stage loses clearly more than the others.',
    little: 'Hardly anything is lost: the splat is as good as equal to the picture.',
    unknown: 'The stages cannot be compared, because the mask of a picture is empty.',
    outline: 'The outline (IoU) is lost mostly {where}.',
  },
  where: {
    'photo-views': 'between the photo and the views',
    'photo-cloud': 'between the views and the splat',
    'posed-views': 'by the size of the views',
    'posed-cloud': 'between the views and the splat',
    'posed-cameras': 'by the cameras of the file',
  },
  advice: {
    'photo-size':
      'View 1 is the photo itself, with {size} × {size} pixels. A pack with larger views keeps more detail.',
    'photo-views':
      'The model paints the views with {size} × {size} pixels. Try another seed or more steps, or a pack with larger views.',
    'photo-apart':
      'The painted views contradict each other, view {view} most. Try another seed or more steps.',
    'photo-cloud':
      'The splat does not show what the views show. Try another pack, or fine-tune its reconstructor.',
    'posed-views':
      'The pictures show more detail than views of {size} × {size} pixels. Use a pack with larger views. If the pack takes other sizes, the option --size of the command line sets one.',
    'posed-apart':
      'The silhouettes contradict each other, that of view {view} most. Check this mask and the calibration of this camera first.',
    'posed-cloud':
      'The splat does not show what the views show. Use a pack that was trained with your cameras, or more cameras.',
    'posed-cameras':
      'With the cameras of the file, pictures are up to {moved} pixels beside the splat. Check the calibration and the masks, or evaluate with --aligned.',
  } satisfies Record<Advice, string>,

  truth: {
    photo: 'Each row is compared with the subject: the photo, cut out and centred.',
    posed: 'Each row is compared with the real pictures. Figures are means of the views.',
  },
  figures: 'PSNR in the mask, in dB. Error: part of the squared error that the row adds.',
  fit: 'Silhouettes that fit the other views: {mean}%, the least {least}% (view {view}).',
  fitAll: 'All silhouettes fit together.',
  movedBy: 'Pictures were moved by up to {moved} pixels so that the masks fit.',
  painted:
    'This is the direction of the photo. There is no truth for the other views. There the splat is compared with what the model painted. The mean PSNR is {mean} dB.',
  paintedTable: 'The splat and the painted views',
  view: 'View',
};
