import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { GLTFGaussianSplatLoaderExtension } from 'three/addons/loaders/GLTFGaussianSplatLoaderExtension.js';
import { SPZLoader } from 'three/addons/loaders/SPZLoader.js';
import { GaussianSplat } from 'three/addons/objects/GaussianSplat.js';
import type { BufferGeometry } from 'three';
import { SH_C0, type GaussianCloud } from '../../core/gaussians/gaussian-cloud.ts';
import { readPly } from '../../core/ply/index.ts';
import { readSog, type Read } from './read-sog.ts';

/** x y z → −x −y z: between the axes of viewers of PLY files (−Y up) and those with Y up. */
const turned = (xyz: Float32Array) => xyz.map((value, i) => (i % 3 === 2 ? value : -value));

const ofGeometry = ({ attributes }: BufferGeometry): Read => ({
  count: attributes.position.count,
  xyz: Float32Array.from(attributes.position.array),
  rgba: Float32Array.from(attributes.color.array, (byte) => byte / 255),
});

async function readGlb(bytes: Uint8Array<ArrayBuffer>): Promise<Read> {
  const loader = new GLTFLoader();
  loader.register((parser) => new GLTFGaussianSplatLoaderExtension(parser));
  const { scene } = await loader.parseAsync(bytes.buffer, '');
  const [splat] = scene.children;
  if (!(splat instanceof GaussianSplat)) throw new Error('no splat in the scene');
  return ofGeometry(splat.splatGeometry);
}

async function readSpz(bytes: Uint8Array<ArrayBuffer>): Promise<Read> {
  const geometry = await new SPZLoader().parse(bytes.buffer);
  if (!geometry) throw new Error('three read no splat');
  // SPZ has Y up, too, but its makers come to it by half a turn about X. So the splat faces the other way.
  const read = ofGeometry(geometry);
  return { ...read, xyz: read.xyz.map((value, i) => (i % 3 === 1 ? value : -value)) };
}

/** What a cloud looks like without SH, with Y up. @param cloud in world axes */
export function expectedOf({ count, xyz, shDc, opacityLogit }: GaussianCloud): Read {
  const rgba = new Float32Array(4 * count);
  const upright = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    upright.set([xyz[3 * i], xyz[3 * i + 2], -xyz[3 * i + 1]], 3 * i);
    for (let k = 0; k < 3; k++) rgba[4 * i + k] = 0.5 + SH_C0 * shDc[3 * i + k];
    rgba[4 * i + 3] = 1 / (1 + Math.exp(-opacityLogit[i]));
  }
  return { count, xyz: upright, rgba };
}

/** The splat in the page of a SuperSplat viewer. */
async function readHtml(bytes: Uint8Array): Promise<Read> {
  const base64 = /data:application\/octet-stream;base64,([A-Za-z0-9+/=]+)/.exec(
    new TextDecoder().decode(bytes),
  )?.[1];
  if (!base64) throw new Error('no splat in the page');
  return upright(await readSog(new Uint8Array(Buffer.from(base64, 'base64'))));
}

const upright = (read: Read): Read => ({ ...read, xyz: turned(read.xyz) });

/**
 * Readers that share no code with splat-transform, which writes the files: three's for .spz and .glb, our own of PLY,
 * and one by the specification for SOG. All give Y up.
 */
export const independent = {
  ply: async (bytes: Uint8Array) => expectedOf(readPly(bytes)),
  compressed: async (bytes: Uint8Array) => expectedOf(readPly(bytes)),
  spz: readSpz,
  sog: async (bytes: Uint8Array) => upright(await readSog(bytes)),
  glb: readGlb,
  html: readHtml,
};
