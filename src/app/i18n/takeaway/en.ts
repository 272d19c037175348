import type { ArtifactName } from '../../../core/artifacts.ts';
import type { ExportFormat } from '../../../core/exchange/formats.ts';

const turn = 'Video of one turn around the splat';

/** The English sentences about files to take away, and about splats that are opened again. */
export const enTakeaway = {
  /** A word on what each file is for. */
  files: {
    'gaussians.ply': 'The splat. It opens upright in SuperSplat and other viewers.',
    'turntable.mp4': turn,
    'turntable.webm': turn,
    'multiview.png': 'The six views side by side',
    'input.png': 'The mouse, centred on white',
    'mask.png': 'The mask that you painted',
    'output.png': 'The splat from the six cameras',
    'pose.json': 'Keypoints of the mouse in 3D',
    'placement.json': 'How your cameras were moved',
    'run.json': 'Settings, versions and times',
  } satisfies Record<ArtifactName, string>,
  more: 'More formats',
  formats: {
    ply: 'Standard PLY, upright in viewers',
    compressed: 'About a third of the size. For SuperSplat and PlayCanvas',
    spz: 'Small. For Spark, three.js and Niantic’s tools',
    sog: 'Small. For the web: SuperSplat and PlayCanvas',
    glb: 'glTF, Y up. For three.js, Babylon.js and Cesium',
    html: 'A page with the splat in it. It opens without a server.',
  } satisfies Record<ExportFormat, string>,
  rounded: 'These files round the numbers. gaussians.ply does not.',
  making: 'Making {file}',
  cancel: 'Cancel {file}',
  saved: '{file} is made and saved.',
  views: 'Views as single pictures',
  superSplat: {
    open: 'Open in SuperSplat',
    how: 'Save gaussians.ply and drop it on SuperSplat (superspl.at/editor). It opens in your browser, and the file stays on this computer.',
    address: 'Address of your own SuperSplat',
    hint: 'If it is on this page’s server, it gets the splat. Others open empty: drop the saved file there.',
  },
  guide: 'For Blender and Viser, see the guide “Use the splat”.',
  filmSettings: 'Video settings',
  film: {
    make: 'Make a turntable video',
    making: 'Making the turntable video',
    cancel: 'Cancel the video',
  },
  snapshot: 'Save a picture of this view',
  viewed: {
    status: '{file} · {count} Gaussians',
    part: '{file} · {count} of {total} Gaussians. The others are broken.',
    opening: 'Opening {file}…',
    stop: 'Stop opening',
    up: 'Up',
    close: 'Close the splat',
  },
};
