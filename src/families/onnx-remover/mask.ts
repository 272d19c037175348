import { AppError } from '../../core/errors.ts';
import type { NdArray, RgbaImage } from '../../core/image/image.ts';
import { pillowResize } from '../../core/image/pillow-resize.ts';
import type { Runner } from '../runner.ts';
import { removerNetwork } from './network.ts';
import type { OnnxMattingStage, RemoverConfig } from './stage.ts';

/**
 * Alpha by a background remover that a user brought, step for step as rembg 2.0 does it. The photo is squeezed into the
 * network's square. The first output is stretched to 0…1, rounded to 8 bits, and resized to the photo. No specks are dropped.
 * @returns 0…1 in steps of 1/255, row-major, of the photo's size
 */
export async function onnxMask(
  photo: RgbaImage,
  { files, config }: OnnxMattingStage,
  runner: Runner,
): Promise<Float32Array<ArrayBuffer>> {
  const { size } = config;
  const { network, input, output } = await removerNetwork(files[0], config, runner);
  const feed = { data: removerInput(photo, config), shape: [1, 3, size, size] };
  const outputs = await runner.run(network, { [input]: feed }, [output]);
  const mask = stretched(outputs[output], config, files[0]);
  const whole = pillowResize(
    { width: size, height: size, data: mask },
    photo.width,
    photo.height,
    'lanczos',
    1,
  );
  return Float32Array.from(whole, (level) => level / 255);
}

/** The colours as planes, [3, size, size]; alpha is ignored, as Pillow's `convert('RGB')` does. */
export function removerInput(
  image: RgbaImage,
  { size, divideBy, mean, std }: RemoverConfig,
): Float32Array<ArrayBuffer> {
  const pixels = pillowResize(image, size, size, 'lanczos', 3);
  const highest = divideBy === '255' ? 255 : pixels.reduce((a, b) => Math.max(a, b), 1e-6);
  const plane = size * size;
  const data = new Float32Array(3 * plane);
  for (let c = 0; c < 3; c++)
    for (let i = 0; i < plane; i++)
      data[c * plane + i] = (pixels[3 * i + c] / highest - mean[c]) / std[c];
  return data;
}

/** The first channel, its lowest value 0 and its highest 255; fractions are cut off. All zero where it is flat. */
function stretched(
  { data, shape }: NdArray,
  { size, sigmoid }: RemoverConfig,
  file: string,
): Uint8Array {
  const [batch, channels, height, width] = shape;
  if (shape.length !== 4 || batch !== 1 || channels < 1 || height !== size || width !== size)
    throw new AppError('graph-invalid', {
      stage: 'matting',
      message: `${file} gave [${shape.join()}], not a mask of ${size} × ${size}`,
    });
  const values = data.slice(0, size * size);
  // float32 at each step, as numpy has it.
  if (sigmoid)
    for (let i = 0; i < values.length; i++)
      values[i] = 1 / Math.fround(1 + Math.fround(Math.exp(-values[i])));
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const out = new Uint8Array(values.length);
  if (!(high > low)) return out;
  const range = Math.fround(high - low);
  for (let i = 0; i < values.length; i++)
    out[i] = Math.fround(Math.fround(Math.fround(values[i] - low) / range) * 255);
  return out;
}
