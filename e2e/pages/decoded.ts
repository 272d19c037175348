/**
 * Decodes picture files as the page does. Vite's development server serves this page. `same-pixels.spec.ts` calls
 * `window.decodePicture`.
 */
import { asAppError } from '../../src/core/errors.ts';
import { canvasCodec } from '../../src/pipeline/photo/picture-codec.ts';
import { decodePicture } from '../../src/pipeline/stages/photo.ts';

/** A decoded picture, as text. */
export interface DecodedText {
  width: number;
  height: number;
  notices: readonly string[];
  /** RGBA as base64; or the code of the error. */
  pixels?: string;
  error?: string;
}

declare global {
  interface Window {
    decodePicture: (base64: string) => Promise<DecodedText>;
  }
}

const signal = new AbortController().signal;

window.decodePicture = async (base64) => {
  const file = await (await fetch(`data:application/octet-stream;base64,${base64}`)).blob();
  try {
    const context = { runtime: { codec: canvasCodec }, signal };
    const { image, notices } = await decodePicture({ file }, context);
    let text = '';
    for (const byte of image.data) text += String.fromCharCode(byte);
    return { width: image.width, height: image.height, notices, pixels: btoa(text) };
  } catch (error) {
    return { width: 0, height: 0, notices: [], error: asAppError(error, 'photo').code };
  }
};
