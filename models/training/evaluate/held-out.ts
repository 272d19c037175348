import { readFile } from 'node:fs/promises';
import type { Camera } from '../../../src/core/camera/camera.ts';
import type { RgbaImage } from '../../../src/core/image/image.ts';

/** A picture, and its alpha: the coverage by the mouse, 0…255. */
export interface Shot {
  image: RgbaImage;
  alpha: Uint8Array;
}

/** One mouse of heldout.py. */
export interface HeldOutMouse {
  /** The photo, with a laboratory background. */
  photo: Shot;
  /** 23 keypoints (3·23 numbers) in the rig's frame. */
  keypoints: Float32Array;
  /** Direction against gravity in the rig's frame, length 1. Absent if the rig is upright. */
  up?: Float32Array;
  /** The true views on white, one per camera of the rig. */
  views: RgbaImage[];
  /** The same views, with their masks as alpha. */
  cutViews: RgbaImage[];
  /** Pictures on white, from cameras that are not those of a rig. */
  novel: (Shot & { camera: Camera })[];
}

interface Tensor {
  shape: number[];
  bytes: Uint8Array;
}

const opaque = (rgb: Uint8Array, width: number, height: number): RgbaImage => {
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) data.set(rgb.subarray(3 * i, 3 * i + 3), 4 * i);
  return { width, height, data };
};

const floats = ({ bytes }: Tensor) => new Float32Array(bytes.slice().buffer);

/** The pictures in a tensor [N,H,W,3]. */
function pictures({ shape: [count, height, width], bytes }: Tensor): RgbaImage[] {
  const size = 3 * width * height;
  return Array.from({ length: count }, (_, i) =>
    opaque(bytes.subarray(i * size, (i + 1) * size), width, height),
  );
}

/** Makes a cut-out from a picture on white and its mask. The white is removed from the colours. */
function cutOutOf({ width, height, data }: RgbaImage, alpha: Uint8Array): RgbaImage {
  const out = data.slice();
  alpha.forEach((value, i) => {
    for (let c = 4 * i; c < 4 * i + 3; c++)
      out[c] = value > 0 ? (255 * (data[c] - 255 + value)) / value : 0;
    out[4 * i + 3] = value;
  });
  return { width, height, data: out };
}

function cameraOf(w2c: Float32Array, k: Float32Array, { width, height }: RgbaImage): Camera {
  const [fx, fy, cx, cy] = k;
  return { width, height, fx, fy, cx, cy, w2c: new Float64Array(w2c) };
}

/** Reads one file that heldout.py wrote (safetensors with u8 and f32). */
export async function readHeldOut(file: string): Promise<HeldOutMouse> {
  const all = new Uint8Array(await readFile(file));
  const start = 8 + Number(new DataView(all.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(all.subarray(8, start)));
  const tensor = (name: string): Tensor => {
    const { shape, data_offsets: offsets } = header[name];
    return { shape, bytes: all.subarray(start + offsets[0], start + offsets[1]) };
  };
  const photo = tensor('photo_rgb');
  const [height, width] = photo.shape;
  const alphas = tensor('novel_alpha').bytes;
  const w2c = floats(tensor('novel_w2c'));
  const k = floats(tensor('novel_k'));
  const views = pictures(tensor('views_rgb'));
  const masks = tensor('views_alpha').bytes;
  return {
    photo: { image: opaque(photo.bytes, width, height), alpha: tensor('photo_alpha').bytes },
    keypoints: floats(tensor('keypoints')),
    ...('up' in header && { up: floats(tensor('up')) }),
    views,
    cutViews: views.map((view, i) => {
      const size = view.width * view.height;
      return cutOutOf(view, masks.subarray(i * size, (i + 1) * size));
    }),
    novel: pictures(tensor('novel_rgb')).map((image, i) => {
      const size = image.width * image.height;
      return {
        image,
        alpha: alphas.subarray(i * size, (i + 1) * size),
        camera: cameraOf(w2c.subarray(16 * i, 16 * i + 16), k.subarray(4 * i, 4 * i + 4), image),
      };
    }),
  };
}
