import type { Camera } from '../camera/camera.ts';
import type { RgbaImage } from '../image/image.ts';
import { labCamera, placedCamera } from './cameras.ts';
import { labFields } from './info.ts';
import type { PreprocessOptions } from './options.ts';
import { place } from './placing.ts';
import { planSample, type SamplePlan } from './plan.ts';

export * from './options.ts';
export { cameraJson } from './camera-json.ts';

/** A picture with its mask as alpha, and its camera. */
export interface MouseView {
  image: RgbaImage;
  /** Of the picture's size. */
  camera: Camera;
}

/** The result for a sample. All lists have one entry per view. */
export interface PreprocessedSample {
  /** Null for a view without a mouse that is left out, with its camera. */
  views: (MouseView | null)[];
  /** Factor of each view's lengths. */
  scales: readonly number[];
  /** Whether each view shows a mouse. */
  shown: readonly boolean[];
  /** What the lab's scripts add to opencv_cameras.json. */
  fields: Record<string, unknown>;
}

/** One picture, for which no camera is known. @throws AppError `mask-empty` if it shows no mouse */
export function preprocessPicture(image: RgbaImage, options: PreprocessOptions) {
  const plan = planSample([image], options);
  return { image: place(image, plan.placings[0]) ?? image, scale: plan.scales[0] };
}

/** All views of a sample. @throws AppError `mask-empty` if none shows a mouse */
export function preprocessSample(
  views: readonly MouseView[],
  options: PreprocessOptions,
): PreprocessedSample {
  const plan = planSample(
    views.map(({ image }) => image),
    options,
  );
  const pictures = views.map(({ image }, i) => place(image, plan.placings[i]));
  return {
    views: pictures.map(
      (image, i) => image && { image, camera: cameraAfter(views[i].camera, plan, i, options) },
    ),
    scales: plan.scales,
    shown: plan.measures.map((measure) => measure !== null),
    fields: labFields(plan, pictures, options),
  };
}

const cameraAfter = (
  camera: Camera,
  plan: SamplePlan,
  i: number,
  options: PreprocessOptions,
): Camera =>
  options.cameras === 'lab'
    ? labCamera(camera, plan, i, options)
    : placedCamera(camera, plan.placings[i]);
