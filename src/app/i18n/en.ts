import type { ErrorCode } from '../../core/errors.ts';
import type { StageId } from '../../core/stages.ts';
import { enAccess } from './access/en.ts';
import { enCorrect } from './correct/en.ts';
import { enDrop } from './en-drop.ts';
import { enFaults } from './en-faults.ts';
import { enHistory } from './history/en.ts';
import { enImport } from './en-import.ts';
import { enLife } from './en-life.ts';
import { enLosses } from './losses/en.ts';
import { enNetworks } from './en-networks.ts';
import { enNotices } from './en-notices.ts';
import { enOffline } from './offline/en.ts';
import { enPacks } from './en-packs.ts';
import { enPlayer } from './player/en.ts';
import { enPly } from './en-ply.ts';
import { enPosed } from './posed/en.ts';
import { enQueue } from './queue/en.ts';
import { enTakeaway } from './takeaway/en.ts';
import { enSettings } from './settings/en.ts';
import { enStage } from './stage/en.ts';
import { enView3d } from './view3d/en.ts';

/**
 * The English sentences. Their keys are the type of every other language. `fill` replaces `{name}` with a value.
 */
export const en = {
  title: 'Mouse FaceLift',
  tagline: 'One photo in, a 3D mouse out',
  privacy: 'Your photo never leaves this computer.',
  languageName: 'English',
  languageLabel: 'Language',

  drop: {
    input: 'Mouse photo',
    headline: 'Drop a photo of a mouse',
    headlineAgain: 'Another mouse',
    how: 'or paste one, or',
    headlineTouch: 'Add a photo of a mouse',
    takePhoto: 'Take a photo',
    choose: 'Choose a photo',
    inputFolder: 'Folder of photos or samples',
    chooseFolder: 'Choose a folder',
    release: 'Let go to start',
    samples: 'Or try one of these',
    sample: 'Sample: {title}',
  },

  trail: {
    label: 'From photo to splat',
    photo: 'Photo',
    cutout: 'Cut-out',
    skeleton: 'Skeleton',
    subject: 'Subject',
    views: 'Six views',
    splat: '3D splat',
    reused: 'reused',
  },
  sixViews: 'Six views',
  view: 'View {number}',
  skeletonAlt: 'Skeleton of {count} points over the mouse',
  rerendered: 'The splat, drawn with the six cameras',

  run: {
    idle: 'Waiting for a photo',
    loading: 'Loading the models',
    running: 'Working',
    done: 'Done',
    cancelled: 'Cancelled',
    error: 'Failed',
    doneIn: 'Done in {seconds} s · {count} Gaussians',
    filesReady: 'The files are ready.',
  },
  stages: {
    photo: 'Reading the photo',
    matting: 'Cutting out the mouse',
    centring: 'Centring the mouse',
    pose: 'Finding the skeleton',
    multiview: 'Making the six views',
    reconstruct: 'Building the 3D splat',
    render: 'Drawing the splat with six cameras',
    compare: 'Comparing with the pictures',
    turntable: 'Making the turntable video',
    losses: 'Measuring what each stage loses',
    export: 'Writing the files',
  } satisfies Record<StageId, string>,
  progress: 'Progress',
  cancel: 'Cancel',
  seconds: '{seconds} s',
  downloaded: '{loaded} of {total} MB',
  connection: enPacks.connection,
  packCheck: enPacks.check,

  viewer: enView3d,
  turntable: 'Turntable',
  turntableWaiting: 'The turntable video appears here',

  downloads: {
    label: 'Downloads',
    all: 'All files (.zip)',
    waiting: 'Each file appears here as soon as it is made',
  },

  settings: enSettings,
  newSeed: 'New seed',
  runAgain: 'Run again',

  backend: {
    label: 'Backend',
    webgpu: 'GPU',
    wasm: 'CPU',
    threads: '{count} threads',
    thread: '1 thread',
    adapter: 'WebGPU adapter: {adapter}',
    rasterizerWebgpu: 'The GPU draws output.png and the turntable (WebGPU).',
    rasterizerCpu: 'The CPU draws output.png and the turntable.',
    reasons: {
      forced: 'The parameter ?backend= in the address of this page sets the backend.',
      'hardware-adapter': 'This browser offers a real GPU through WebGPU.',
      'no-webgpu': 'This browser has no WebGPU, so the CPU computes (WebAssembly).',
      'no-adapter': 'WebGPU found no GPU, so the CPU computes (WebAssembly).',
      'software-adapter':
        'Here WebGPU is only emulated in software. The CPU computes instead (WebAssembly), because that is faster.',
      'wrong-adapter':
        'This GPU failed a self-check, so the CPU computes (WebAssembly). A newer browser or graphics driver may help.',
    },
    wrongBy: 'The largest error in the self-check was {percent}% of the output’s range.',
    withoutFeatures:
      'Some features of this GPU are not used. With these features, the largest error in the self-check was {percent}% of the output’s range.',
  },

  memory: {
    gpu: 'A run with these settings needs about {size} of GPU memory.',
    cpu: 'A run with these settings needs about {size} of memory.',
    weights: 'Weights: {size}.',
    tooLarge: 'A run with these settings will not fit into memory.',
  },

  notices: enNotices,
  noticesLabel: 'Notices',
  losses: enLosses,
  posed: enPosed.texts,

  networks: enNetworks.names,
  life: enLife.texts,

  import: enImport,
  dropped: enDrop,
  offline: enOffline,
  correct: enCorrect,
  player: enPlayer,
  queue: enQueue.texts,
  history: enHistory,
  takeaway: enTakeaway,
  ...enStage,
  access: enAccess,

  faults: enFaults,

  errorDetails: 'Details',
  dismiss: 'Dismiss',
  errors: {
    'photo-empty': {
      message: 'This file is empty.',
      hint: 'Choose another photo, or copy this file again from the original.',
    },
    'photo-undecodable': {
      message: 'This file is not a picture that the browser can read.',
      hint: 'Use a PNG, JPEG, WebP, AVIF, GIF, BMP or TIFF file.',
    },
    'photo-damaged': {
      message: 'This {format} file is damaged.',
      hint: 'Copy it again from the original. Or open it in another program, and save it as PNG.',
    },
    'photo-cut-off': {
      message: 'This {format} file ends too early. A part of the picture is missing.',
      hint: 'Copy it again from the original.',
    },
    'photo-foreign': {
      message: 'This is a {name} file. The app cannot read this format.',
      hint: 'Open it in another program, save it as PNG or JPEG, and use that file.',
    },
    'photo-video': {
      message: 'This is a video ({name}).',
      hint: 'Save one frame that shows the mouse as PNG, and use that file.',
    },
    'photo-page': {
      message: 'This file has no page {page}.',
      hint: 'Choose a page that the file has.',
    },
    'photo-heic': {
      message: 'This is a HEIC photo, which this browser cannot read.',
      hint: 'Save the photo as JPEG first. On an iPhone, choose Settings › Camera › Formats › Most Compatible.',
    },
    'photo-too-large': {
      message: 'This picture has {width} × {height} pixels, more than {megapixels} megapixels.',
      hint: 'Scale it down, for example to a width of 4,000 pixels.',
    },
    'photo-slow': {
      message: 'This picture was not decoded within {seconds} seconds.',
      hint: 'Open it in another program, save it as PNG, and use that file.',
    },
    'photo-transparent': {
      message: 'This picture is fully transparent.',
      hint: 'Use a photo that shows the mouse.',
    },
    'photo-unprepared': {
      message: 'This picture is not prepared for a run without centring.',
      hint: 'Use a square picture with the mouse cut out on white or transparent. Or choose another centring in Settings.',
    },
    'mask-empty': {
      message: 'No mouse was found in this photo.',
      hint: 'Paint the mouse yourself, or use a photo with one whole mouse that stands out from the background.',
    },
    'pack-missing': {
      message: 'The model pack was not found.',
      hint: 'Choose another pack in Settings, or check the address of this page.',
    },
    'pack-invalid': {
      message: 'The description of the model pack cannot be read.',
      hint: 'Install the pack again, or choose another one in Settings.',
    },
    'pack-mismatch': {
      message: 'The parts of this model pack do not fit together.',
      hint: 'The parts were trained with different cameras. Use a pack whose parts were trained with the same rig.',
    },
    'embeds-invalid': {
      message: 'The view embeddings do not fit this multi-view model.',
      hint: 'Use the view embeddings that the multi-view model was trained with. There must be one set for each view, with the width of the model’s cross-attention.',
    },
    'cameras-unfit': {
      message: 'The cameras in {file} do not fit this model.',
      hint: 'Use the camera file that the model was trained with. The file must have one camera for each view, and the pictures must be square.',
    },
    'import-incomplete': {
      message: 'These files are not a complete model.',
      hint: 'Add what is missing: {missing}.',
    },
    'import-stalled': {
      message: 'Reading {file} made no progress for {seconds} seconds, so it was stopped.',
      hint: 'The files that were added before are kept. Leave this file out, or copy it to a disk of this computer first.',
    },
    'config-invalid': {
      message: 'In {file}, {field} is {value}. Allowed: {allowed}.',
      hint: 'Use the file that was saved with these weights, or copy it again from the original.',
    },
    'rig-unstated': {
      message: 'The files do not say with which cameras this part was trained: {part}.',
      hint: 'Choose whose cameras the part was trained with. If it was not trained with FaceLift’s cameras, add the camera file (opencv_cameras.json).',
    },
    'memory-insufficient': {
      message: 'The {network} needs {needed} of memory. Only {available} are available here.',
      hint: 'Import the model again with integer weights (16 or 8 bits), or use a computer with more memory.',
    },
    'graph-invalid': {
      message: 'The model could not be set up on this computer.',
      hint: 'Try again with ?backend=wasm at the end of the address.',
    },
    'remover-unknown': {
      message: 'The file {file} is not a supported background remover.',
      hint: 'Use one of rembg’s ONNX files: u2net, u2netp, silueta, isnet-general-use, isnet-anime or BiRefNet.',
    },
    ...enCorrect.errors,
    ...enNetworks.errors,
    ...enPacks.errors,
    ...enLife.errors,
    ...enPly.errors,
    ...enPosed.errors,
    ...enQueue.errors,
    'backend-unavailable': {
      message: 'The backend that was asked for is not available here.',
      hint: 'Remove ?backend= from the address, or use a current Chrome or Edge.',
    },
    'out-of-memory': {
      message: 'There was not enough memory.',
      hint: 'Close other tabs and programs, then run again.',
    },
    'video-unavailable': {
      message: 'This browser cannot encode a video.',
      hint: 'Everything else is ready. For the turntable, use a current Chrome or Edge.',
    },
    'settings-invalid': {
      message: 'One of the settings is out of range.',
      hint: 'Open Settings and correct the value, then run again.',
    },
    network: {
      message: 'A file that is needed could not be fetched.',
      hint: 'Check the connection, and that the server is running. Then try again.',
    },
    internal: {
      message: 'Something unexpected went wrong.',
      hint: 'Run again. If it happens again, reload the page and report the details below.',
    },
  } satisfies Record<ErrorCode, { message: string; hint: string }>,
};

type Widen<T> = T extends string ? string : { readonly [K in keyof T]: Widen<T[K]> };

export type Messages = Widen<typeof en>;
