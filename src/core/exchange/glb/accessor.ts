import type { Glb } from './container.ts';
import { damaged } from './damaged.ts';

const COMPONENTS: Readonly<
  Record<
    number,
    { bytes: number; get: 'Int8' | 'Uint8' | 'Int16' | 'Uint16' | 'Float32'; most: number }
  >
> = {
  5120: { bytes: 1, get: 'Int8', most: 127 },
  5121: { bytes: 1, get: 'Uint8', most: 255 },
  5122: { bytes: 2, get: 'Int16', most: 32767 },
  5123: { bytes: 2, get: 'Uint16', most: 65535 },
  5126: { bytes: 4, get: 'Float32', most: 1 },
};

const WIDTHS: Readonly<Record<string, number>> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4 };

/**
 * The numbers of an accessor, row by row. Normalised integers become −1…1 or 0…1.
 * @param width numbers per row that are expected. A VEC4 is read as a VEC3 without its last number
 * @throws PlyFault `splat-damaged`
 */
export function readAccessor(
  { gltf, binary }: Glb,
  index: number,
  width: number,
): Float32Array<ArrayBuffer> {
  const accessor = gltf.accessors?.[index];
  const view = gltf.bufferViews?.[accessor?.bufferView ?? -1];
  if (!accessor || !view) throw damaged(`accessor ${index} has no data`);
  if (accessor.sparse) throw damaged(`accessor ${index} is sparse, which is not read`);
  if (view.buffer !== 0) throw damaged(`accessor ${index} is in another file`);
  const component = COMPONENTS[accessor.componentType];
  const columns = WIDTHS[accessor.type];
  if (!component || columns === undefined || columns < width)
    throw damaged(`accessor ${index} is ${accessor.type} of type ${accessor.componentType}`);
  const { count } = accessor;
  const row = component.bytes * columns;
  const stride = view.byteStride ?? row;
  const start = (view.byteOffset ?? 0) + (accessor.byteOffset ?? 0);
  const end = start + stride * (count - 1) + row;
  if (!Number.isSafeInteger(count) || count < 1 || !(start >= 0 && stride >= row))
    throw damaged(`accessor ${index} has ${count} rows`);
  if (!(end <= binary.length)) throw damaged(`accessor ${index} ends behind the file`);
  const data = new DataView(binary.buffer, binary.byteOffset, binary.byteLength);
  const scale = accessor.normalized ? 1 / component.most : 1;
  const values = new Float32Array(count * width);
  for (let i = 0, out = 0; i < count; i++)
    for (let k = 0; k < width; k++) {
      const value = data[`get${component.get}`](start + stride * i + component.bytes * k, true);
      values[out++] = accessor.normalized ? Math.max(-1, value * scale) : value;
    }
  return values;
}
