import path from 'node:path';
import type { Camera } from '../../src/core/camera/camera.ts';
import type { Size } from '../../src/core/camera/files/index.ts';
import type { Similarity } from '../../src/core/camera/similarity.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import type { SeenPart } from '../../src/pipeline/posed/place.ts';

/** A drawn picture. */
export interface Drawn {
  /** Opaque, on the background. */
  image: RgbaImage;
  /** W·H: 1 where the coverage is above ½, else 0. Null if the coverage is not known. */
  covered: Uint8Array | null;
}

/** What is known of the stages of one view, beside its true picture. */
export interface StagesOfView {
  /** Which part of the picture the reconstructor got, and at which size, pixels. */
  part: SeenPart;
  size: number;
  /** Of the true picture, as the camera file states it. */
  camera: Camera;
  /** The splat, drawn by the camera after it was moved so that the masks fit. Null: it was not moved. */
  moved: Drawn | null;
}

/** A candidate whose pictures can be drawn. */
export interface OpenCandidate {
  /** How many Gaussians the splat has. Absent for finished pictures. */
  gaussians?: number;
  /** How the splat was moved from the frame of the cameras. Null: it was not. Absent for finished pictures. */
  placement?: Similarity | null;
  /**
   * The picture of a view.
   * @param i number of the view
   * @param size of the true picture, which the drawn one must have
   */
  draw(i: number, size: Size): Promise<Drawn>;
  /** What is known of the stages before the splat. Absent: it is not known which views the reconstructor got. */
  stages?: KnownStages;
}

/** The stages from posed views to a splat. */
export interface KnownStages {
  /** Side of the views that the reconstructor got, pixels. */
  size: number;
  /** The stages of a view. */
  of(i: number): Promise<StagesOfView>;
  /** The camera of a view, moved so that the masks fit. */
  movedCamera(i: number): Camera;
  /** The largest of these moves, pixels of a picture. */
  movedPixels: number;
}

/** What is compared with the true pictures: a splat, or a folder of finished pictures. */
export interface Candidate {
  /** A short name, different for each candidate. */
  name: string;
  /** The path that was typed. */
  source: string;
  open(): Promise<OpenCandidate>;
}

/** The parts of a path that tell candidates apart: without `gaussians.ply` and without the ending .ply. */
function partsOf(source: string): string[] {
  const parts = path.resolve(source).split(path.sep).filter(Boolean);
  const last = parts.at(-1) ?? '';
  if (last === 'gaussians.ply' && parts.length > 1) return parts.slice(0, -1);
  return [...parts.slice(0, -1), last.replace(/\.ply$/i, '')];
}

/** Short names of paths: as many of their last parts as tell them apart. Equal paths are numbered. */
export function namesOf(sources: readonly string[]): string[] {
  const all = sources.map(partsOf);
  const longest = Math.max(...all.map(({ length }) => length));
  const shortened = (count: number) => all.map((parts) => parts.slice(-count).join('/'));
  for (let count = 1; count <= longest; count++) {
    const names = shortened(count);
    if (new Set(names).size === names.length) return names;
  }
  return shortened(1).map((name, i) => `${i + 1} ${name}`);
}
