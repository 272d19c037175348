import { commonBall, sightOf, type Ball, type Sight } from '../../core/camera/common-ball.ts';
import { AppError } from '../../core/errors.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import type { Notice } from '../events.ts';
import type { Box } from '../matting/crop-box.ts';
import { readFrame, viewsInvalid, type PosedFrame, type PosedPictures } from './frames.ts';
import { partsInBall, sightsOf, windowAround, type FrameShape } from './guide.ts';
import { withMask } from './masks.ts';
import { partsOf, type MaskPart, type MaskParts } from './parts.ts';
import { isSeen, sketchOf, type Sketch } from './sketch.ts';
import { SquareViews, type CutFrame, type SquareView } from './square.ts';

/** So many parts of a mask can be the mouse. */
const CANDIDATES = 4;

/** Parts of more than this fraction of the mouse's pixels are not left out without a word. */
const MIN_SAID = 0.01;

/** Fraction of the progress that the first reading of all frames is. */
const FIRST = 0.8;

/** A part of less than this fraction of the largest part's pixels may be the end of a tail. A larger one is another animal. */
const SMALL = 0.15;

/** What is known of a frame after its pixels are freed. */
interface Seen {
  shape: FrameShape;
  /** Of each part of its mask, the largest first: its number of pixels, and what its camera sees. */
  areas: number[];
  sights: (Sight | null)[];
  sketch: Sketch | null;
  guessed: boolean;
  /** Why the background remover found no mouse. */
  fault?: AppError;
  notices: ReadonlySet<Notice>;
}

/** A frame, the parts of its mask, and what is known of it. */
interface Read {
  frame: PosedFrame;
  parts: MaskPart[];
  keep: (kept: readonly number[]) => void;
  seen: Seen & { notices: Set<Notice> };
}

const NO_PARTS: MaskParts = { parts: [], positions: [], keep: () => undefined };

/** Reads one frame and makes its mask. @param ball where the mouse is, if the other frames have shown it */
async function read(
  source: PosedPictures,
  i: number,
  context: StageContext,
  ball?: Ball,
): Promise<Read> {
  const notices = new Set<Notice>();
  const raw = await readFrame(source, i, context, notices);
  const window: Box | undefined = ball && windowAround(ball, raw);
  let fault: AppError | undefined;
  const frame = await withMask(raw, context, notices, window).catch((cause: unknown) => {
    if (!(cause instanceof AppError && cause.code === 'mask-empty')) throw cause;
    fault = cause;
    return { ...raw, guessed: true };
  });
  const { parts, positions, keep } = frame.masked ? partsOf(frame.image) : NO_PARTS;
  if (frame.masked && parts.length === 0)
    throw viewsInvalid(`The mask of ${frame.fileName} is empty. White must mean mouse.`);
  const { camera, lens, image } = frame;
  const shape = { camera, lens, image: { width: image.width, height: image.height } };
  return {
    ...{ frame, parts, keep },
    seen: {
      ...{ shape, fault, notices, guessed: frame.guessed === true },
      areas: parts.map(({ area }) => area),
      sights: sightsOf(shape, parts),
      sketch: sketchOf(shape, { positions }),
    },
  };
}

/** The frame with only some parts of its mask. */
function cut({ frame, parts, keep, seen }: Read, kept: readonly number[]): CutFrame {
  if (parts.length === 0) return { ...frame, extent: null };
  keep(kept);
  const mouse = kept.map((part) => parts[part]);
  const area = mouse.reduce((sum, part) => sum + part.area, 0);
  const others = parts.filter((_, part) => !kept.includes(part));
  if (others.some((part) => part.area > MIN_SAID * area)) seen.notices.add('mask-parts-left-out');
  const extents = mouse.map(({ extent }) => extent);
  return {
    ...frame,
    // The picture of the file shows what is left out.
    onWhite: others.length > 0 ? undefined : frame.onWhite,
    extent: {
      left: Math.min(...extents.map(({ left }) => left)),
      top: Math.min(...extents.map(({ top }) => top)),
      right: Math.max(...extents.map(({ right }) => right)),
      bottom: Math.max(...extents.map(({ bottom }) => bottom)),
    },
  };
}

/** The largest part, and all parts that are small enough to be ends of a tail. */
const plausible = ({ areas }: Pick<Seen, 'areas'>): number[] =>
  [...areas.keys()].filter((part) => part === 0 || areas[part] < SMALL * areas[0]);

/** What the frames together show. */
interface Agreement {
  ball: Ball;
  /** Silhouettes of the frames that show the mouse in the ball; null for the others. */
  sketches: (Sketch | null)[];
}

/** Where most of the frames show the mouse. Null if they do not agree. */
function agreementOf(all: readonly Seen[]): Agreement | null {
  const things = all.map(({ sights }) =>
    sights.slice(0, CANDIDATES).filter((sight) => sight !== null),
  );
  const cameras = all.map(({ shape }) => shape.camera);
  const ball = commonBall(cameras, things);
  if (!ball) return null;
  const sketches = all.map(({ sights, sketch }, i) => {
    const sight = sightOf(ball, cameras[i]);
    return sight && partsInBall(sights, sight).fits ? sketch : null;
  });
  return { ball, sketches };
}

/**
 * The parts of the mask of frame `i` that are the mouse: those in the ball, and small ones that all other frames show,
 * too. Null if no part is as large as the ball, and the mask is not known for certain.
 */
function partsOfMouse(i: number, seen: Seen, { ball, sketches }: Agreement): number[] | null {
  const { shape, areas, sights, sketch, guessed } = seen;
  const sight = sightOf(ball, shape.camera);
  const { inside, fits } = sight ? partsInBall(sights, sight) : { inside: [], fits: false };
  if (guessed && !fits) return null;
  // A mask that its owner made is not doubted as a whole.
  if (inside.length === 0 || !sketch) return plausible(seen);
  const others = sketches.filter((other, k) => other !== null && k !== i) as Sketch[];
  const isSmall = (part: number) => areas[part] < SMALL * areas[0];
  return [...areas.keys()].filter(
    (part) => inside.includes(part) || (isSmall(part) && isSeen(sketch, part, others, ball)),
  );
}

/**
 * Reads a frame again, now that the other frames have shown where the mouse is.
 * @returns null if nothing that is there fits
 */
async function readAgain(
  source: PosedPictures,
  i: number,
  context: StageContext,
  { agreement, guessed }: { agreement: Agreement; guessed: boolean },
): Promise<{ frame: CutFrame; notices: ReadonlySet<Notice> } | null> {
  const again = await read(source, i, context, guessed ? agreement.ball : undefined);
  const kept = again.seen.fault ? null : partsOfMouse(i, again.seen, agreement);
  return kept && { frame: cut(again, kept), notices: again.seen.notices };
}

/**
 * Reads posed pictures one by one, cuts the mouse out of each, and makes square views of them. A frame is freed before the
 * next one is read. Of a mask with several parts the largest is the mouse, with the ends of its tail, unless the other frames show something
 * else. Then the frame is read again. A background remover is then shown only the part of the frame where the mouse must be.
 * @param fovRad angle of view with which the network was trained
 * @throws AppError `views-invalid`, `camera-invalid`, `mask-inverted`, or as `decodeNamed` and `matting` do
 */
export async function readSquareViews(
  source: PosedPictures,
  fovRad: number,
  context: StageContext,
): Promise<{ views: SquareView[]; notices: Notice[] }> {
  const count = source.pictures.length;
  const scoped = (from: number, to: number) => ({
    ...context,
    progress: (fraction: number) => context.progress(from + (to - from) * fraction),
  });
  const views = new SquareViews(fovRad);
  const all: Seen[] = [];
  for (let i = 0; i < count; i++) {
    const one = await read(source, i, scoped((FIRST * i) / count, (FIRST * (i + 1)) / count));
    views.put(i, cut(one, plausible(one.seen)));
    all.push(one.seen);
    context.progress((FIRST * (i + 1)) / count);
    await pauseForMessages(context);
  }
  const agreement = agreementOf(all);
  for (const [i, seen] of all.entries()) {
    const kept = agreement && partsOfMouse(i, seen, agreement);
    if (agreement && kept?.join() !== plausible(seen).join()) {
      const part = (k: number) => FIRST + ((1 - FIRST) * k) / count;
      const within = scoped(part(i), part(i + 1));
      const found = await readAgain(source, i, within, { agreement, guessed: seen.guessed });
      if (found) {
        views.put(i, found.frame);
        all[i] = { ...seen, notices: found.notices, fault: undefined };
      }
      await pauseForMessages(context);
    }
    const { fault } = all[i];
    if (fault) throw fault;
  }
  context.progress(1);
  return { views: views.all(), notices: all.flatMap(({ notices }) => [...notices]) };
}
