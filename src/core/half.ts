/** Conversion of arrays between float32 and float16 or bfloat16. Widening to float32 is exact. */

/** Converts IEEE binary16 bits to float32, including subnormals, infinities and NaN. */
export function decodeHalf(bits: Uint16Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(bits.length);
  const words = new Uint32Array(out.buffer);
  for (let i = 0; i < bits.length; i++) {
    const h = bits[i];
    const exponent = (h >> 10) & 31;
    const mantissa = h & 1023;
    const sign = (h & 0x8000) << 16;
    if (exponent === 31) words[i] = sign | 0x7f800000 | (mantissa << 13);
    else if (exponent > 0) words[i] = sign | ((exponent + 112) << 23) | (mantissa << 13);
    else out[i] = (sign ? -1 : 1) * mantissa * 2 ** -24;
  }
  return out;
}

/**
 * Converts float32 to IEEE binary16 bits, rounded to nearest even. Magnitudes of 65520 or more become
 * infinity: they exceed the largest finite value, 65504, by at least half a step.
 */
export function encodeHalf(values: Float32Array): Uint16Array<ArrayBuffer> {
  const words = new Uint32Array(1);
  const real = new Float32Array(words.buffer);
  const out = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    real[0] = values[i];
    const sign = (words[0] >>> 16) & 0x8000;
    const magnitude = words[0] & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      out[i] = sign | 0x7e00;
    } else if (magnitude < 0x38800000) {
      // Below 2⁻¹⁴ the step of binary16 is 2⁻²⁴. Between ½ and 1 the step of float32 is 2⁻²⁴ too, so adding ½
      // rounds the value.
      real[0] = Math.abs(values[i]) + 0.5;
      out[i] = sign | (words[0] - 0x3f000000);
    } else {
      const rounded = (magnitude + 0xfff + ((magnitude >>> 13) & 1)) >>> 13;
      out[i] = sign | Math.min(rounded - (112 << 10), 0x7c00);
    }
  }
  return out;
}

/** Converts bfloat16 bits to float32. The bits are the upper half of the float32 word. */
export function decodeBfloat(bits: Uint16Array): Float32Array<ArrayBuffer> {
  const words = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) words[i] = bits[i] << 16;
  return new Float32Array(words.buffer);
}
