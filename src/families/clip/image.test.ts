import { describe, expect, it } from 'vitest';
import { readRecording } from '../../test/recording.ts';
import { recordedPart } from '../../test/recorded-output.ts';
import { seededWords } from '../../test/seeded.ts';
import { clipImage } from './image.ts';
import type { RgbaImage } from '../../core/image/image.ts';

/** Height, width, and requested shorter edge. */
type Picture = [number, number, number];

/** Noise with all 256 values, so that the kernel's overshoots are clipped everywhere. */
const noise = (name: string, width: number, height: number): RgbaImage => {
  const word = seededWords(name);
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i += 1)
    data.set([0, 1, 2].map((c) => word(3 * i + c) >>> 24).concat(i & 255), 4 * i);
  return { width, height, data };
};

describe('clipImage', () => {
  it.each(['shrunk', 'wide', 'tall', 'enlarged', 'same', 'official'])(
    "equals transformers' CLIPImageProcessor in every level: %s",
    async (name) => {
      const { config, io } = await readRecording<Record<string, Picture>>('clip_image');
      const [height, width, size] = config[name];
      const { data } = clipImage(noise(name, width, height), size);
      const recorded = await io(name);
      const expected = recorded.data;
      const kept = recordedPart(data, recorded);
      expect(expected).toHaveLength(kept.length);
      // A difference of 1 of 255 is 1.4e-2. Smaller differences mean that the 8-bit values are equal.
      const worst = kept.reduce((max, value, i) => Math.max(max, Math.abs(value - expected[i])), 0);
      expect(worst).toBeLessThan(1e-6);
    },
  );
});
