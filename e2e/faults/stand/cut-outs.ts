import { encode } from 'fast-png';

/** Width and height of the pictures. */
const SIZE = 256;

/**
 * An animal of two ellipses, with transparency around it. The stage matting takes the transparency for the mask and runs
 * no network, so a run takes half the time. @param hue 0…1
 */
function animal(hue: number): Buffer {
  const data = new Uint8Array(4 * SIZE * SIZE);
  const inside = (x: number, y: number, cx: number, cy: number, rx: number, ry: number) =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1;
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      if (!inside(x, y, 118, 140, 72, 44) && !inside(x, y, 196, 120, 30, 24)) continue;
      const shade = 60 + (100 * (SIZE - y)) / SIZE + 12 * Math.sin(x / 5);
      data.set([shade * (1 - hue), shade * 0.8, shade * (0.4 + hue / 2), 255], 4 * (y * SIZE + x));
    }
  return Buffer.from(encode({ width: SIZE, height: SIZE, channels: 4, data }));
}

/** Photos that are made here, by name. All other names are files of public/samples. */
const CUT_OUTS = new Map([
  ['cut-out.png', animal(0.2)],
  ['second-cut-out.png', animal(0.7)],
]);

/** A photo for a file input. @param name of a cut-out, or of a file in public/samples */
export const photoNamed = (name: string) => {
  const buffer = CUT_OUTS.get(name);
  return buffer ? { name, mimeType: 'image/png', buffer } : `public/samples/${name}`;
};
