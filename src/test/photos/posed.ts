import { decode, encode } from 'fast-png';
import type { Camera } from '../../core/camera/camera.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import type { StageContext } from '../../pipeline/context.ts';
import type { RunSettings } from '../../pipeline/events.ts';
import type { DecodedPicture } from '../../pipeline/photo/decode.ts';
import type { PosedPictures } from '../../pipeline/posed/frames.ts';
import { readViews } from '../../pipeline/stages/views.ts';
import type { Views } from '../../pipeline/types.ts';
import { exampleManifest } from '../example-manifest.ts';
import { stageContext } from '../stage-context.ts';

/** A codec in JavaScript that can decode only PNG. */
export const pngCodec = {
  async decode(file: Blob): Promise<DecodedPicture> {
    const { width, height, data } = decode(await file.arrayBuffer());
    return { image: { width, height, data: Uint8ClampedArray.from(data) }, notices: [] };
  },
  encodePng: () => Promise.reject(new Error('nothing is written here')),
};

/** A PNG file. */
export const pngFile = ({ width, height, data }: RgbaImage, fileName = 'view.png') => ({
  file: new Blob([Uint8Array.from(encode({ width, height, data: Uint8Array.from(data) }))]),
  fileName,
});

/** The stage that reads posed views. The pictures are named 0.png, 1.png … */
export async function readPosed(
  images: readonly RgbaImage[],
  cameras: readonly Camera[],
  settings: Pick<RunSettings, 'placement'> = {},
  more: Partial<PosedPictures> = {},
  context: Partial<StageContext> = {},
): Promise<Views> {
  const pictures = images.map((image, i) => pngFile(image, `${i}.png`));
  const source = { pictures, cameras, camerasName: 'rig.json', pairedBy: 'order' } as const;
  const usual = await stageContext(exampleManifest(), { codec: pngCodec });
  return readViews({ ...source, ...more }, settings, { ...usual, ...context });
}
