import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { drawn } from '../../src/test/photos/drawn.ts';

/** Whether videos can be made and read here. */
export const hasFfmpeg = ['ffmpeg', 'ffprobe'].every(
  (program) => spawnSync(program, ['-version']).status === 0,
);

/** Size of the numbered frames, pixels. */
export const FRAME = { width: 64, height: 48 };

/** Side of a black or white block, pixels. */
const BLOCK = 8;

/** Blocks in a row of the square in the middle. */
const BLOCKS = 6;

/** A frame whose square in the middle shows two numbers in blocks: 24 bits of `frame`, below them 12 of `camera`. */
export const numbered = (camera: number, frame: number): RgbaImage =>
  drawn(FRAME.width, FRAME.height, (x, y) => {
    const column = Math.floor((x - (FRAME.width - FRAME.height) / 2) / BLOCK);
    if (column < 0 || column >= BLOCKS) return 128;
    const bit = Math.floor(y / BLOCK) * BLOCKS + column;
    return (bit < 24 ? frame >> bit : camera >> (bit - 24)) & 1 ? 255 : 0;
  });

/**
 * The numbers that a square shows, also after a lossy codec.
 * @param left columns before the square
 */
export function numbersIn({ width, data }: RgbaImage, left = 0): { camera: number; frame: number } {
  const bitAt = (bit: number) => {
    const [x, y] = [bit % BLOCKS, Math.floor(bit / BLOCKS)].map((at) => (at + 0.5) * BLOCK);
    return Number(data[4 * (y * width + left + x)] > 127);
  };
  const numberOf = (from: number, bits: number) =>
    Array.from({ length: bits }, (_, i) => bitAt(from + i) << i).reduce((sum, bit) => sum | bit, 0);
  return { camera: numberOf(24, 12), frame: numberOf(0, 24) };
}

/** Without a loss: RGB. */
export const LOSSLESS = ['-c:v', 'ffv1', '-pix_fmt', 'bgr0'];

/** H.264 with B-frames, one key frame in 250, and gaps in time. */
export const UNEVEN = [
  ...['-vf', "setpts='(N+4*floor(N/3))/25/TB'", '-vsync', 'vfr'],
  ...['-c:v', 'libx264', '-bf', '3', '-g', '250', '-pix_fmt', 'yuv420p', '-crf', '18'],
];

/** Encodes frames as a video. The file's ending decides the container. */
export function makeVideo(file: string, frames: readonly RgbaImage[], codec = LOSSLESS): void {
  const { width, height } = frames[0];
  const rgba = Buffer.concat(frames.map(({ data }) => Buffer.from(data.buffer)));
  mkdirSync(path.dirname(file), { recursive: true });
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${width}x${height}`, '-r', '25'];
  const words = ['-loglevel', 'error', '-y', ...input, '-i', 'pipe:0', ...codec, file];
  const { status, stderr } = spawnSync('ffmpeg', words, { input: rgba });
  if (status !== 0) throw new Error(stderr.toString());
}

/** Writes a picture as a PNG without alpha. */
export async function putPng(file: string, { width, height, data }: RgbaImage): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true });
  const raw = { width, height, channels: 4 } as const;
  await sharp(data, { raw }).removeAlpha().png().toFile(file);
}

/** Reads a PNG, and says how many channels it has. */
export async function readPng(file: string): Promise<RgbaImage & { channels: number }> {
  const { channels } = await sharp(file).metadata();
  const { data, info } = await sharp(file)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    ...{ width: info.width, height: info.height, channels },
    data: Uint8ClampedArray.from(data),
  };
}
