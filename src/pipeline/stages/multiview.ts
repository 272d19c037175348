import { rigCameras } from '../../core/camera/camera.ts';
import { heatmaps } from '../../families/multiview/heatmaps.ts';
import type { NdArray, RgbaImage } from '../../core/image/image.ts';
import { makeGenerator, pipelineNoise } from '../../core/noise/noise-order.ts';
import {
  alphaOf,
  meanImage,
  mirrorRgba,
  opaque,
  toPlanar,
  withAlpha,
} from '../../core/image/pixels.ts';
import { continuedBy, scaleFrame } from '../../core/photo-surface/photo-frame.ts';
import { placeRgba, resizePlanar } from '../../core/image/resize.ts';
import { ddimStep, ddimSteps } from '../../families/multiview/scheduler.ts';
import { scalePicture, scaleToCamera } from '../../core/mouse/subject-view.ts';
import { photoStages } from '../../packs/manifest.ts';
import { autoencoder } from '../../families/vae/run.ts';
import { breathe, type StageContext } from '../context.ts';
import type { RunSettings } from '../events.ts';
import { denoiser, type Condition } from '../../families/unet/denoiser.ts';
import { classLabel } from '../../families/clip/run.ts';
import { looksAt } from '../../families/multiview/passes.ts';
import type { Skeleton, Subject, ViewPhoto, Views } from '../types.ts';
import { viewContext } from '../../families/unet/view-context.ts';

export interface MultiviewInput {
  subject: Subject;
  /** Null in packs without a pose stage. */
  skeleton: Skeleton | null;
  settings: Pick<RunSettings, 'seed' | 'steps' | 'guidance' | 'eta'>;
}

/** Shares of the stage's time: encoding, one step, decoding, in units of one step without guidance. */
const ENCODE = 0.3;
const DECODE = 1.5;

/** So many times finer than the views is the photo that goes on to the reconstructor; more is a splat too many. */
const PHOTO_DETAIL = 3;

/** One subject → the views of the rig's cameras: encode, denoise all views together, decode. */
export async function multiview(input: MultiviewInput, context: StageContext): Promise<Views> {
  const { subject, skeleton, settings } = input;
  const { manifest } = context.pack;
  const { viewSize, scheduler } = photoStages(manifest).multiview;
  const cameras = rigCameras(manifest.rig, viewSize);
  const views = cameras.length;
  const steps = ddimSteps(scheduler, settings.steps).length;
  const guided = settings.guidance !== 1;
  const first = firstView(input, context);
  const picture = first
    ? toPlanar(first.view, 'signed')
    : resizePlanar(toPlanar(subject.image, 'signed'), viewSize, viewSize);
  const looks = looksAt({ picture, skeleton }, settings.steps, manifest);
  const total = looks.length * (ENCODE + steps * (guided ? 2 : 1) + DECODE);
  let spent = 0;
  const advance = async (share: number) => {
    spent += share;
    context.progress(spent / total);
    await breathe(context);
  };

  const { encode, decode, drawsMasks } = autoencoder(context);
  const images: NdArray[] = [];
  for (const { picture } of looks) {
    images.push(await encode(picture));
    await advance(ENCODE);
  }
  const label = await classLabel(subject, context);
  await breathe(context);
  const latents: Float32Array[] = [];
  for (const [n, look] of looks.entries()) {
    const maps = keypointMaps(look.skeleton, context, images[n].shape[2]);
    const condition = { image: images[n], maps, label };
    const step = () => advance(guided ? 2 : 1);
    latents.push(await denoiseViews(condition, settings, context, step));
  }

  const paint = async (view: number) => {
    const drawn: RgbaImage[] = [];
    for (const [n, look] of looks.entries()) {
      const { shape, data } = images[n];
      const at = look.views[view] * data.length;
      const picture = await decode(latents[n].subarray(at, at + data.length), shape);
      drawn.push(look.mirrored ? mirrorRgba(picture) : picture);
    }
    return meanImage(drawn);
  };
  const pictures: RgbaImage[] = [];
  for (let view = 0; view < views; view++) {
    const own = view === 0 ? first : null;
    const { frame } = own?.photo ?? {};
    if (own && frame) pictures.push(continuedBy(own.view, frame, await paint(view)));
    else pictures.push(own ? own.view : await paint(view));
    await advance((looks.length * DECODE) / views);
  }
  await context.runtime.host.trim();
  const up = skeleton?.up;
  return {
    images: pictures.map(opaque),
    cameras,
    ...(drawsMasks && { masks: pictures.map(alphaOf) }),
    ...(first && { photos: cameras.map((_, view) => (view === 0 ? first.photo : null)) }),
    ...(up && { up }),
  };
}

/**
 * What the rig's first camera sees where it is the photo's own: the Subject on white with its mask as alpha, as large as
 * it is there. Nobody could paint it better. Null in packs whose first camera stands elsewhere.
 */
function firstView(
  { subject: { image, cutout, frame }, skeleton }: Pick<MultiviewInput, 'subject' | 'skeleton'>,
  { pack: { manifest } }: StageContext,
): { view: RgbaImage; photo: ViewPhoto } | null {
  const { viewSize, subject: place } = photoStages(manifest).multiview;
  if (place !== 'view-0' || !skeleton) return null;
  const scale = scaleToCamera(skeleton, rigCameras(manifest.rig)[0]);
  const mask = alphaOf(scalePicture(cutout, scale, viewSize, placeRgba));
  return {
    view: withAlpha(scalePicture(image, scale, viewSize), mask),
    photo: {
      ...scalePicture(cutout, scale, PHOTO_DETAIL * viewSize, placeRgba),
      ...(frame && { frame: scaleFrame(frame, scale) }),
    },
  };
}

/** DDIM from the seed's noise to the latents of all views, [V, L, s, s]. */
async function denoiseViews(
  condition: Condition,
  { seed, steps: count, guidance, eta }: MultiviewInput['settings'],
  context: StageContext,
  onStep: () => Promise<void>,
): Promise<Float32Array> {
  const { multiview } = photoStages(context.pack.manifest);
  const { scheduler, noise: source = 'torch-cpu', oneStep, unet } = multiview;
  const views = unet.config.num_views;
  const steps = ddimSteps({ ...scheduler, eta: eta ?? scheduler.eta }, count);
  const noise = pipelineNoise(makeGenerator(source, seed), {
    embeddings: condition.label ? (views * condition.label.length) / 2 : 0,
    latents: views * condition.image.data.length,
    // On the card FaceLift runs in half precision, its random numbers too.
    type: source === 'torch-cuda' ? 'float16' : 'float32',
  });
  const told = await viewContext(context, steps.length > 1);
  try {
    const denoise = await denoiser(context, condition, told, {
      scale: guidance,
      split: context.memory.split,
    });
    const scale = count === 1 ? (oneStep?.temperature ?? 1) : 1;
    let latents = noise.latents.map((value) => scale * value);
    for (const step of steps) {
      const v = await denoise(latents, step.timestep);
      latents = ddimStep(step, latents, v, noise.step(step.sigma));
      await onStep();
    }
    return latents;
  } finally {
    told.release();
  }
}

/** Heat maps of the skeleton on the latent grid; null where the pack has none. */
function keypointMaps(
  skeleton: Skeleton | null,
  context: StageContext,
  size: number,
): NdArray | null {
  const { rig, stages } = context.pack.manifest;
  const rule = stages.multiview?.heatmaps;
  if (!rule || !skeleton) return null;
  const { sigma, depthScale } = rule;
  return heatmaps(skeleton.xyz, rigCameras(rig), { size, sigma, depthScale, radius: rig.radius });
}
