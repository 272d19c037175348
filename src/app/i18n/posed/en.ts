/** The English sentences about posed views. */
export const enPosed = {
  texts: {
    how: 'Pictures whose cameras are known: give their folder, or the pictures with the camera file. A folder of photos or samples becomes a queue.',
    label: 'Posed views',
    /** For screen readers. */
    tile: 'View {number}, {name}: focal length {focal} pixels, {distance} units from the mouse',
    focal: 'f {focal} px',
    distance: '{distance} away',
    parts: { splat: '3D splat', compare: 'Real and splat', rig: 'Cameras' },
    stages: {
      photo: 'Reading the views',
      render: 'Drawing the splat with the cameras',
    },

    compare: {
      real: 'Real',
      splat: 'Splat',
      slider: 'Border between the real picture and the splat',
      sliderValue: '{percent}% real, the rest is the splat',
      wipe: 'Wipe',
      errors: 'Errors',
      errorAlt: 'Errors of view {number}',
      realAlt: 'View {number}: the real picture',
      splatAlt: 'View {number}: the splat',
      whole: 'Whole picture',
      previous: 'Previous view',
      next: 'Next view',
      of: 'View {number} of {count}: {name}',
      legend: 'Mean difference of the channels within the mask',
      more: '{value} and more',
      table: 'How near the splat is to the pictures',
      mean: 'Mean',
      waiting: 'The comparison appears here when the splat is drawn.',
    },
    calibration: {
      likely: 'Sizes that may fit',
      use: 'Calibrated for {size}',
      other: 'Another size',
      width: 'Width',
      height: 'Height',
      useOther: 'Use this size',
      hint: 'Or type the size of the pictures that were used for the calibration.',
      proportions:
        'The pictures have other proportions. With a width of {width}, the height is {height}.',
      middle:
        'The principal point is then at {x}% of the width and {y}% of the height. It should be near 50%.',
    },
    figures: { view: 'View', psnrMask: 'in mask' },
    figuresNote:
      'PSNR in dB, of the whole picture and within the mask. The pictures that the splat was made from are compared.',

    rig: {
      drawing: 'The cameras around the mouse. Drag, or use the arrow keys, to turn the drawing.',
      hint: 'Drag to turn · click a camera to choose its view',
      table: 'Cameras',
      camera: 'Camera',
      focal: 'f (px)',
      distance: 'distance',
      missed: 'missed',
      missedPixels: 'missed (px)',
      moved: 'moved (px)',
      placement: 'Placement: {name}.',
      scale: 'One unit of the camera file is {scale} units of the splat.',
      note: 'Distance and “missed” are in units of the camera file. Missed: how far the ray through the middle of the mask passes the mouse. Moved: how far the picture was moved so that the masks fit.',
    },
    placements: {
      auto: 'By the masks; without masks, by the axes',
      subject: 'The mouse is the origin',
      axes: 'The optical axes meet in the origin',
      'per-camera': 'Each camera has the same distance',
      none: 'The cameras stay as they are',
    },
    settings: {
      label: 'Posed views',
      placement: 'Placement of the cameras',
      frame: 'Frame of gaussians.ply',
      frames: {
        model: 'The model’s: upright, the mouse in the middle',
        lab: 'The camera file’s, in its units',
      },
      perCamera: 'With this placement there is no way back to the frame of the camera file.',
    },
  },
  errors: {
    'views-invalid': {
      message: 'These views cannot be used together.',
      hint: 'Use two to twelve pictures, with one camera for each. A size that is set for the views must be a multiple of the model’s patch size.',
    },
    'mask-inverted': {
      message: 'The mask {file} is white around the mouse.',
      hint: 'White must mean mouse. Invert this mask.',
    },
    'views-apart': {
      message: 'The pictures do not fit together in 3D.',
      hint: 'Check that each picture has its own camera, and check the masks.',
    },
    'views-unpaired': {
      message:
        'The pictures do not fit the cameras in {file}: {pictures} pictures, {cameras} cameras.',
      hint: 'Give one picture for each camera. Name the pictures as the camera file names them, or after the cameras, or give both in the same order.',
    },
    'mask-missing': {
      message: 'There is no mask for {file}.',
      hint: 'Add the mask, with the name of its picture. Or leave out all masks: then the app looks for the mouse itself.',
    },
    'camera-invalid': {
      message: 'The camera file cannot be read.',
      hint: 'Use a camera file in the format of opencv_cameras.json.',
    },
    'calibration-size': {
      message: 'The cameras in {file} do not fit pictures of {width} × {height} pixels.',
      hint: 'The pictures were probably made smaller or larger after the calibration. Drop this sample alone: the page then asks for which size the cameras were calibrated.',
    },
    'pack-views-only': {
      message:
        'This model pack needs several views with known cameras. It cannot start from one photo.',
      hint: 'Choose another pack in Settings, or drop pictures together with their camera file.',
    },
  },
};
