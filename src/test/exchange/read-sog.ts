import { unzipSync } from 'fflate';
import sharp from 'sharp';

interface Meta {
  version: number;
  count: number;
  means: { mins: number[]; maxs: number[]; files: string[] };
  sh0: { codebook: number[]; files: string[] };
  scales: { codebook: number[]; files: string[] };
}

/** What is compared of a file. Positions and colours: three numbers per Gaussian. */
export interface Read {
  count: number;
  xyz: Float32Array;
  /** Colours without SH, and opacities: four numbers from 0 to 1 per Gaussian. */
  rgba: Float32Array;
}

const SH_C0 = 0.28209479177387814;

/** Reads a bundle of SOG 2 by its specification (PlayCanvas, “The SOG Format”), with fflate and sharp. */
export async function readSog(bytes: Uint8Array): Promise<Read> {
  const files = unzipSync(bytes);
  const meta = JSON.parse(new TextDecoder().decode(files['meta.json'])) as Meta;
  if (meta.version !== 2) throw new Error(`version ${meta.version}`);
  const pixels = async (name: string) =>
    (await sharp(files[name]).ensureAlpha().raw().toBuffer({ resolveWithObject: true })).data;
  const [low, high] = await Promise.all(meta.means.files.map(pixels));
  const colours = await pixels(meta.sh0.files[0]);
  const xyz = new Float32Array(3 * meta.count);
  const rgba = new Float32Array(4 * meta.count);
  for (let i = 0; i < meta.count; i++) {
    for (let k = 0; k < 3; k++) {
      const part = (low[4 * i + k] + 256 * high[4 * i + k]) / 65535;
      const { mins, maxs } = meta.means;
      const value = mins[k] + part * (maxs[k] - mins[k]);
      xyz[3 * i + k] = Math.sign(value) * (Math.exp(Math.abs(value)) - 1);
      rgba[4 * i + k] = 0.5 + SH_C0 * meta.sh0.codebook[colours[4 * i + k]];
    }
    rgba[4 * i + 3] = colours[4 * i + 3] / 255;
  }
  return { count: meta.count, xyz, rgba };
}
