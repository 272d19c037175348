/** A tensor to write: float32 values, stored as F32, or 16-bit patterns, stored as F16 or BF16. */
export interface PlainTensor {
  shape: readonly number[];
  data: Float32Array | Uint16Array;
  /** What 16-bit patterns are. Default F16. */
  bits?: 'F16' | 'BF16';
}

/** The bytes of a safetensors file. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, PlainTensor>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, object> = {};
  let at = 0;
  for (const [name, { shape, data, bits = 'F16' }] of tensors) {
    const dtype = data instanceof Float32Array ? 'F32' : bits;
    header[name] = { dtype, shape, data_offsets: [at, at + data.byteLength] };
    at += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + at);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  at = 8 + json.length;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}
