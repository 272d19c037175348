import { enImport } from './en-import.ts';

/** English, and the type of every other language. `{name}` marks a value that `fill` puts in. */
export const en = {
  title: 'Mouse FaceLift',
  tagline: 'One photo in, a 3D mouse out',
  privacy: 'Your photo never leaves this computer.',
  languageName: 'English',
  languageLabel: 'Language',
  loadingPage: 'Getting ready…',

  drop: {
    input: 'Mouse photo',
    headline: 'Drop a photo of a mouse',
    headlineAgain: 'Another mouse',
    how: 'or paste one, or',
    choose: 'Choose a photo',
    release: 'Let go to start',
    samples: 'Or try one of these',
    sample: 'Sample: {title}',
    again: 'Drop or paste a photo anywhere, or choose one',
  },

  trail: {
    label: 'From photo to splat',
    photo: 'Photo',
    cutout: 'Cut-out',
    skeleton: 'Skeleton',
    centred: 'Centred',
    views: 'Six views',
    splat: '3D splat',
    reused: 'kept',
  },
  sixViews: 'Six views',
  view: 'View {number}',
  skeletonAlt: 'Skeleton of {count} points over the mouse',
  rerendered: 'Splat seen from the six cameras',

  run: {
    idle: 'Ready',
    loading: 'Loading the models',
    running: 'Working',
    done: 'Done',
    cancelled: 'Cancelled',
    error: 'That did not work',
    doneIn: 'Done in {seconds} s · {count} Gaussians',
  },
  stages: {
    photo: 'Reading the photo',
    matting: 'Cutting out the mouse',
    centring: 'Centring it',
    pose: 'Finding the skeleton',
    multiview: 'Imagining six views',
    reconstruct: 'Building the 3D splat',
    render: 'Looking through the six cameras',
    turntable: 'Filming the turntable',
    export: 'Writing the files',
  },
  progress: 'Progress',
  cancel: 'Cancel',
  seconds: '{seconds} s',
  downloaded: '{loaded} of {total} MB',

  viewer: {
    label: '3D viewer',
    canvas: '3D mouse. Arrow keys turn it, plus and minus zoom, R resets.',
    hint: 'Drag to turn · scroll to zoom',
    reset: 'Reset view',
    turn: 'Turn by itself',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    opening: 'Opening the 3D view…',
    picture: 'WebGL is not available here: this picture is drawn by the app itself.',
  },
  turntable: 'Turntable',
  turntableWaiting: 'The film appears here',

  downloads: {
    label: 'Downloads',
    all: 'All files (.zip)',
    waiting: 'Files appear here as they are made',
  },

  settings: {
    label: 'Settings',
    pack: 'Model pack',
    seed: 'Seed',
    steps: 'Steps',
    guidance: 'Guidance',
    ply: 'PLY format',
    plyStandard: 'Standard (SuperSplat)',
    plyFacelift: 'FaceLift',
    eta: 'Noise per step (DDIM η)',
    etaPack: 'As the pack says',
    filters: 'Gaussians that stay',
    filtersPack: 'All but the nearly transparent',
    filtersNone: 'All, in the model’s order',
    filtersFacelift: 'By FaceLift’s rules (made for human heads)',
    film: 'Film size',
    splitGuidance: 'Guidance in two passes: less memory, more time',
    seedHint: 'Another seed imagines the hidden side anew.',
    stepsHint: 'More steps: finer views, longer wait.',
    guidanceHint: '1 switches guidance off.',
    licence: 'Licence: {licence}',
    demo: 'Demo model',
    demoNote:
      'Small models trained on computer-made mice: for showing the way, not for measuring animals.',
    close: 'Close',
  },
  newSeed: 'New seed',
  runAgain: 'Run again',

  backend: {
    label: 'Computing',
    webgpu: 'GPU',
    wasm: 'CPU',
    threads: '{count} threads',
    thread: '1 thread',
    adapter: 'Graphics: {adapter}',
    rasterizerWebgpu: 'Splats are drawn on the GPU (WebGPU).',
    rasterizerCpu: 'Splats are drawn on the CPU.',
    reasons: {
      forced: 'The address of this page asked for it.',
      'hardware-adapter': 'This browser offers a real GPU through WebGPU.',
      'no-webgpu': 'This browser has no WebGPU, so the CPU computes (WebAssembly).',
      'no-adapter': 'WebGPU found no graphics card, so the CPU computes (WebAssembly).',
      'software-adapter':
        'WebGPU is only emulated in software here; WebAssembly on the CPU is faster.',
      'wrong-adapter':
        'This GPU failed a self-check, so the CPU computes (WebAssembly). A newer browser or graphics driver may help.',
    },
    wrongBy: 'The self-check was off by {percent} %.',
    withoutFeatures:
      'Not all of its features are used: with them the self-check was off by {percent} %.',
  },

  notices: {
    'mask-touches-border':
      'The mouse touches the edge of the photo: what lies outside is missing in 3D.',
    'mask-unsure': 'The cut-out is uncertain. A photo with a plainer background may do better.',
    'video-vp9': 'This browser cannot encode H.264, so the turntable is a WebM video.',
  },

  /** Networks as the memory plan calls them. */
  networks: {
    'image encoder': 'image encoder',
    'multi-view model': 'multi-view model',
    autoencoder: 'autoencoder',
    reconstructor: 'reconstructor',
  },

  import: enImport,

  errorDetails: 'Details',
  dismiss: 'Dismiss',
  errors: {
    'photo-empty': {
      message: 'This file is empty.',
      hint: 'Choose another photo, or copy it again from where it came.',
    },
    'photo-undecodable': {
      message: 'This file is not a picture that the browser can read.',
      hint: 'Use a PNG, JPEG or WebP file.',
    },
    'photo-heic': {
      message: 'This is a HEIC photo, which this browser cannot read.',
      hint: 'Save it as JPEG first: on an iPhone, Settings › Camera › Formats › Most Compatible.',
    },
    'photo-too-large': {
      message: 'This picture has too many pixels.',
      hint: 'Scale it down to 4,000 pixels or less on each side.',
    },
    'photo-transparent': {
      message: 'This picture is fully transparent.',
      hint: 'Use a photo in which the mouse can be seen.',
    },
    'mask-empty': {
      message: 'No mouse was found in this photo.',
      hint: 'Use a photo with one whole mouse that stands out from the background.',
    },
    'pack-missing': {
      message: 'The model pack is not there.',
      hint: 'Choose another pack in Settings, or check the address of this page.',
    },
    'pack-invalid': {
      message: 'The description of the model pack cannot be read.',
      hint: 'Install the pack again, or choose another one in Settings.',
    },
    'pack-mismatch': {
      message: 'The parts of this model pack do not belong together.',
      hint: 'They were trained for different cameras; use a pack whose parts name the same rig.',
    },
    'pack-views-only': {
      message: 'This model pack turns posed views into a splat; it cannot start from a photo.',
      hint: 'Choose another pack in Settings, or use it on the command line with --views and --cameras.',
    },
    'views-invalid': {
      message: 'These views cannot be used together.',
      hint: 'Bring two to eight square pictures of one size, a multiple of the model’s patch, and one camera for each.',
    },
    'embeds-invalid': {
      message: 'The view embeddings do not fit this multi-view model.',
      hint: 'Bring the embeddings that were used in its training: one row per view, as wide as its cross-attention.',
    },
    'cameras-unfit': {
      message: 'The cameras in {file} do not fit this model.',
      hint: 'Bring the camera file that it was trained with: one camera for each of its views, all of square pictures.',
    },
    'import-incomplete': {
      message: 'These files are not yet a whole model.',
      hint: 'Add what is missing: {missing}.',
    },
    'rig-unstated': {
      message: 'It is not known with which cameras a part was trained: {part}.',
      hint: 'Say whose cameras they were, and bring the camera file (opencv_cameras.json) if they were not FaceLift’s.',
    },
    'storage-full': {
      message:
        'There is not enough room for this pack: {needed} GB are needed, {free} GB are free.',
      hint: 'Remove a pack that you no longer need, or free some disk space, and import again.',
    },
    'storage-unavailable': {
      message: 'This browser lends the page no storage to keep a pack in.',
      hint: 'Open the page over https or on localhost, and not in a private window.',
    },
    'pack-busy': {
      message: 'The pack {pack} is in use just now.',
      hint: 'Wait until its import in another tab is finished, or close that tab.',
    },
    'memory-insufficient': {
      message: 'The {network} needs {needed} GB of memory; {available} GB can be had here.',
      hint: 'Import the model again with whole-number weights (16 or 8 bits), or use a machine with more memory.',
    },
    'weights-invalid': {
      message: 'A weight file of the model pack is damaged or not the right one.',
      hint: 'Reload the page; if that does not help, install the pack again.',
    },
    'checkpoint-invalid': {
      message: 'The checkpoint {file} is damaged, or not of a kind that can be read.',
      hint: 'Copy it again from where it came. If it was saved by PyTorch before 1.6 or as a whole model, open it in PyTorch and torch.save(model.state_dict()).',
    },
    'checkpoint-unsafe': {
      message: 'The checkpoint {file} asks for program code ({global}) and was not opened.',
      hint: 'Weights need no code. Use a file from a source you trust that holds only model.state_dict(), best as safetensors.',
    },
    'graph-invalid': {
      message: 'The model could not be set up on this machine.',
      hint: 'Try again with ?backend=wasm at the end of the address.',
    },
    'remover-unknown': {
      message: 'The file {file} is not a background remover that is known here.',
      hint: 'Use one of rembg’s ONNX files: u2net, u2netp, silueta, isnet-general-use, isnet-anime or BiRefNet.',
    },
    'backend-unavailable': {
      message: 'The requested way of computing is not available here.',
      hint: 'Remove “backend” from the address, or use a current Chrome or Edge.',
    },
    'device-lost': {
      message: 'The graphics card stopped answering.',
      hint: 'Run again; if it comes back, add ?backend=wasm to the address.',
    },
    'out-of-memory': {
      message: 'There was not enough memory.',
      hint: 'Close other tabs and programs, then run again.',
    },
    'ply-invalid': {
      message: 'The 3D file cannot be read.',
      hint: 'Run again, or use a Gaussian splat file in PLY format.',
    },
    'camera-invalid': {
      message: 'The camera file cannot be read.',
      hint: 'Use a camera file in the format of opencv_cameras.json.',
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
      hint: 'Check that the server still runs, then try again.',
    },
    internal: {
      message: 'Something unexpected went wrong.',
      hint: 'Run again; if it comes back, reload the page and report the details below.',
    },
  },
};

type Widen<T> = T extends string ? string : { readonly [K in keyof T]: Widen<T[K]> };

export type Messages = Widen<typeof en>;
