import { unzlibSync, zlibSync } from 'fflate';
import type { Corrections, HandMask } from './corrections.ts';

/** Corrections as JSON can have them: the mask's bytes are compressed, as base64. */
export type StoredCorrections = Omit<Corrections, 'mask'> & {
  mask?: Omit<HandMask, 'alpha'> & { alpha: string };
};

/** Bytes per call of `String.fromCharCode`: a call takes only so many arguments. */
const CHUNK = 0x8000;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

export const storedCorrections = ({ mask, ...others }: Corrections): StoredCorrections => ({
  ...others,
  ...(mask && { mask: { ...mask, alpha: base64(zlibSync(mask.alpha, { level: 1 })) } }),
});

/** What `storedCorrections` gave. @throws Error if the mask's bytes are damaged */
export function openedCorrections({ mask, ...others }: StoredCorrections): Corrections {
  if (!mask) return others;
  const packed = Uint8Array.from(atob(mask.alpha), (letter) => letter.charCodeAt(0));
  const alpha = new Uint8Array(unzlibSync(packed));
  if (alpha.length !== mask.width * mask.height) throw new Error('The stored mask is damaged.');
  return { ...others, mask: { ...mask, alpha } };
}
