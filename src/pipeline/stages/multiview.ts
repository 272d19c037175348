import { rigCameras } from '../../core/camera/rig.ts';
import type { PlanarImage, RgbaImage } from '../../core/image/image.ts';
import {
  alphaOf,
  meanImage,
  mirrorRgba,
  opaque,
  toPlanar,
  withAlpha,
} from '../../core/image/pixels.ts';
import { placeRgba, resizePlanar } from '../../core/image/resize.ts';
import { scalePicture, scaleToCamera } from '../../core/mouse/subject-view.ts';
import { continuedBy, scaleFrame } from '../../core/photo-surface/photo-frame.ts';
import { multiviewModel } from '../../families/index.ts';
import type { DeviceTensor } from '../../families/runner.ts';
import { photoStages, type PackManifest } from '../../packs/manifest.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import type { RunSettings } from '../events.ts';
import { runnerOf } from '../networks.ts';
import { requireShown } from '../numbers/visible.ts';
import type { Skeleton, Subject, ViewPhoto, Views } from '../types.ts';

export interface MultiviewInput {
  subject: Subject;
  /** Null in packs without a pose stage. */
  skeleton: Skeleton | null;
  settings: Pick<RunSettings, 'seed' | 'steps' | 'guidance' | 'eta'>;
}

/**
 * Time of one encoding, and of decoding all views, in units of one denoising step without guidance. Used only
 * for progress.
 */
const ENCODE = 0.3;
const DECODE = 1.5;

/** `Views.photos` has this many pixels per pixel of a view, along one axis. */
const PHOTO_DETAIL = 3;

/**
 * One subject → the views of the rig's cameras. The subject is encoded, all views are denoised together, and
 * each view is decoded.
 * @throws AppError `views-blank` if every painted view is of one colour, and the errors of `NetworkRunner`
 */
export async function multiview(input: MultiviewInput, context: StageContext): Promise<Views> {
  const { subject, skeleton, settings } = input;
  const { manifest } = context.pack;
  const stage = photoStages(manifest).multiview;
  const { viewSize } = stage;
  const runner = runnerOf(context);
  const model = multiviewModel.open(stage, manifest.rig, runner);
  const cameras = rigCameras(manifest.rig, viewSize);
  const guided = settings.guidance !== 1;
  const first = firstView(input, context);
  const picture = first
    ? toPlanar(first.view, 'signed')
    : resizePlanar(toPlanar(subject.image, 'signed'), viewSize, viewSize);
  const passes = model.passes({ picture, skeleton }, settings.steps);
  const steps = model.stepCount(settings.steps);
  const total = passes.length * (ENCODE + steps * (guided ? 2 : 1) + DECODE);
  let spent = 0;
  const advance = async (units: number) => {
    spent += units;
    context.progress(spent / total);
    await pauseForMessages(context);
  };

  const onDevice: DeviceTensor[] = [];
  const keep = <T extends DeviceTensor | null>(tensor: T): T => {
    if (tensor) onDevice.push(tensor);
    return tensor;
  };
  /** The passes whose latents are decoded for each view. None for a view that is the photo as it is. */
  const decoded = cameras.map((_, view) =>
    view === 0 && first && !first.photo.frame ? [] : passes,
  );
  const pictures: RgbaImage[] = [];
  try {
    const images: DeviceTensor[] = [];
    for (const { picture } of passes) {
      images.push(keep(await model.encode(picture)));
      await advance(ENCODE);
    }
    const label = keep(await model.label(subject.image));
    await pauseForMessages(context);
    const latents: DeviceTensor[] = [];
    for (const [n, pass] of passes.entries()) {
      const maps = keep(await model.maps(pass.skeleton, images[n].shape[2]));
      const condition = { image: images[n], maps, label };
      const how = { ...settings, split: context.memory.split };
      // After the loss of the GPU, each pass goes on after its last saved step.
      const partial = (context.partial[`pass ${n}`] ??= {});
      const step = () => advance(guided ? 2 : 1);
      const preview = steps > 1 ? viewsPreview(pass.picture, images[n], context) : undefined;
      latents.push(await model.denoise(condition, how, keep, partial, step, preview));
    }
    const chosen = decoded.flatMap((from, view) =>
      from.map((pass, tensor) => ({ tensor, row: pass.views[view] })),
    );
    const painted = await model.decode(latents, chosen, () =>
      advance((passes.length * DECODE) / chosen.length),
    );
    if (painted.length > 0) requireShown(painted, 'multi-view model');
    for (const [view, from] of decoded.entries()) {
      const ofPasses = painted.splice(0, from.length);
      const oriented = ofPasses.map((picture, n) =>
        from[n].mirrored ? mirrorRgba(picture) : picture,
      );
      if (view > 0 || !first) pictures.push(meanImage(oriented));
      else if (first.photo.frame)
        pictures.push(continuedBy(first.view, first.photo.frame, meanImage(oriented)));
      else pictures.push(first.view);
    }
  } finally {
    runner.free(onDevice);
  }
  await context.runtime.sessions.trim();
  const up = skeleton?.up;
  return {
    images: pictures.map(opaque),
    cameras,
    ...(model.makesMasks && { masks: pictures.map(alphaOf) }),
    ...(first && { photos: cameras.map((_, view) => (view === 0 ? first.photo : null)) }),
    ...(up && { up }),
  };
}

/** Shows the views between two denoising steps. Undefined if nobody sees them. */
function viewsPreview(picture: PlanarImage, image: DeviceTensor, context: StageContext) {
  const { preview, runtime } = context;
  if (!preview || !runtime.showsPreviews) return undefined;
  let map: number[][] | undefined;
  return new multiviewModel.Preview(async (latents) => {
    map ??= multiviewModel.fitColours((await runnerOf(context).read([image]))[0], picture);
    const png: Blob[] = [];
    for (const view of multiviewModel.colourViews(latents, map))
      png.push(await runtime.codec.encodePng(view));
    preview({ type: 'views-preview', png });
  });
}

/**
 * The factor by which the mouse is larger in the first view than in the subject's picture, about the middle of both.
 * Null if the first view is not the subject.
 */
export function scaleInView(skeleton: Skeleton | null, manifest: PackManifest): number | null {
  const { subject } = photoStages(manifest).multiview;
  if (subject !== 'view-0' || !skeleton) return null;
  return scaleToCamera(skeleton, rigCameras(manifest.rig)[0]);
}

/**
 * View 0 in packs whose first camera is the photo's camera: the subject on white, scaled as this camera shows
 * it, with the mask as alpha. No network could paint it better. Null in other packs.
 */
function firstView(
  { subject: { image, cutout, frame }, skeleton }: Pick<MultiviewInput, 'subject' | 'skeleton'>,
  { pack: { manifest } }: StageContext,
): { view: RgbaImage; photo: ViewPhoto } | null {
  const { viewSize } = photoStages(manifest).multiview;
  const scale = scaleInView(skeleton, manifest);
  if (scale === null) return null;
  const mask = alphaOf(scalePicture(cutout, scale, viewSize, placeRgba));
  return {
    view: withAlpha(scalePicture(image, scale, viewSize), mask),
    photo: {
      ...scalePicture(cutout, scale, PHOTO_DETAIL * viewSize, placeRgba),
      ...(frame && { frame: scaleFrame(frame, scale) }),
    },
  };
}
