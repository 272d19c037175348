/** Names of the camera file of a sample. The first one that is there is taken. */
export const SAMPLE_CAMERAS = [
  'opencv_cameras.json',
  'transforms.json',
  'cameras.json',
] as const satisfies readonly string[];

/** Largest camera file, bytes. Ten thousand cameras fit into it, even with generous white space. */
const MAX_TEXT_BYTES = 16e6;

/** Largest file that has more than cameras: the points of COLMAP's pictures, labels, or maps of pixels. */
const MAX_LARGE_BYTES = 512e6;

/** The largest size of a camera file of this name, bytes. */
export const maxCameraBytes = (name: string): number =>
  /\.(mat|pkl|pickle|bin)$|^(cameras|images)\.txt$/i.test(name) ? MAX_LARGE_BYTES : MAX_TEXT_BYTES;
