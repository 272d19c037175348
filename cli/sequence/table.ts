import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Camera } from '../../src/core/camera/camera.ts';
import type { Similarity } from '../../src/core/camera/similarity.ts';
import type { FilmCamera } from './film-cameras.ts';
import { plyName, viewName, type Frame } from './frame.ts';
import type { Motion } from './motion.ts';

/** What sequence.json says. */
export interface SequenceTable {
  /** Path of the input folder, as it was typed. */
  input: string;
  /** Frame of the splats. */
  splats: 'model' | 'lab';
  /** From the frame of the camera files to that of the splats. Null with photos. */
  toSplats: Similarity | null;
  smooth: boolean;
  fps: number;
  cameras: readonly FilmCamera[];
  films: readonly string[];
  frames: readonly Frame[];
  failures: ReadonlyMap<Frame, string>;
  motions: ReadonlyMap<Frame, Motion>;
}

const rows = (values: ArrayLike<number>, length: number): number[][] =>
  Array.from({ length: values.length / length }, (_, i) =>
    Array.from(values).slice(i * length, (i + 1) * length),
  );

const similarityJson = ({ scale, rotation, translation }: Similarity) => ({
  scale,
  rotation: rows(rotation, 3),
  translation,
});

const cameraJson = ({ width: w, height: h, w2c, ...rest }: Camera) => ({
  ...{ w, h, ...rest },
  w2c: rows(w2c, 4),
});

/** A JSON file in the folder of a finished frame. Null if there is none. */
async function jsonIn({ folder }: Frame, name: string): Promise<Record<string, unknown> | null> {
  const text = await readFile(path.join(folder, name), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as Record<string, unknown>);
}

/** What the table says of a finished frame. */
async function finishedJson(frame: Frame, { moved, turnedDeg }: Motion) {
  const run = await jsonIn(frame, 'run.json');
  const times = Object.values((run?.stageMs ?? {}) as Record<string, number>);
  const ms = times.reduce((sum, value) => sum + value, 0);
  const placement = await jsonIn(frame, 'placement.json');
  return {
    ply: plyName(frame),
    gaussians: run?.gaussians,
    seconds: Number((ms / 1000).toFixed(2)),
    notices: run?.notices,
    ...(placement && {
      placement: { name: placement.placement, scale: placement.scale, subject: placement.subject },
    }),
    ...(moved && { moved }),
    ...(turnedDeg !== undefined && { turnedDeg }),
  };
}

/** The content of sequence.json. */
export async function tableFile(table: SequenceTable): Promise<Blob> {
  const { frames, cameras, toSplats, motions, failures, ...rest } = table;
  const list = [];
  for (const frame of frames) {
    const motion = motions.get(frame);
    const result = motion
      ? await finishedJson(frame, motion)
      : { ply: null, error: failures.get(frame) };
    list.push({ frame: frame.number, source: path.basename(frame.source), ...result });
  }
  const content = {
    ...rest,
    ...(toSplats && { toSplats: similarityJson(toSplats) }),
    views: cameras.map(({ number, camera }) => ({ view: viewName(number), ...cameraJson(camera) })),
    frames: list,
  };
  return new Blob([JSON.stringify(content, null, 1), '\n'], { type: 'application/json' });
}
