/** The notices, in English. */
export const enNotices = {
  'mask-touches-border':
    'The mouse touches the border of the photo. The part of the mouse outside the photo is missing in 3D.',
  'mask-unsure': 'The cut-out is uncertain. With a plainer background the cut-out may be better.',
  'several-animals':
    'There are several animals in this photo. One of them was used. To choose another one, crop the photo around it.',
  'few-pixels':
    'The mouse is only a few pixels large. Details are missing. Use a photo that shows it larger.',
  'nearly-black': 'The photo is nearly black. Use a brighter photo.',
  'not-a-mouse': 'This does not look like a mouse. The result may be wrong.',
  'frame-left-out': 'The frame around the photo was left out.',
  'alpha-ignored':
    'The transparent part of the photo does not cut out a mouse. It was ignored, and the mouse was cut out anew.',
  'range-stretched':
    'The file uses only a small part of the range of its values. The photo was made brighter to use all of it.',
  'photo-cut-off': 'This JPEG file ends too early. The part of the photo that is there was used.',
  'views-disagree':
    'The pictures do not fit together in 3D. Check that each picture has its own camera, and check the masks.',
  'views-background':
    'A picture has a background that is not white. Cut the mouse out, or give masks (mask_path).',
  'mask-parts-left-out':
    'A mask shows other things beside the mouse. They were left out. Check that mask if a part of the mouse is missing.',
  'first-page': 'The file has several pages. The first page was used.',
  'single-precision':
    'WebGPU offers no half precision on this GPU (shader-f16 is missing). Large networks compute in single precision, which takes more memory and time.',
  'single-precision-nvidia':
    'Chromium offers no half precision (shader-f16) on NVIDIA GPUs in Linux, so large networks compute in single precision. A flag switches it on: --enable-dawn-features=vulkan_enable_f16_on_nvidia.',
  'video-vp9': 'This browser cannot encode H.264, so the turntable is a WebM video.',
};
