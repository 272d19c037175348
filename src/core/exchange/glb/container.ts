import { damaged } from './damaged.ts';

const MAGIC = 0x46546c67; // glTF
const CHUNK_JSON = 0x4e4f534a;
const CHUNK_BIN = 0x004e4942;

/** An accessor of glTF, as far as it is read here. */
interface Accessor {
  bufferView?: number;
  byteOffset?: number;
  componentType: number;
  normalized?: boolean;
  count: number;
  type: string;
  sparse?: object;
}

interface BufferView {
  buffer: number;
  byteOffset?: number;
  byteLength: number;
  byteStride?: number;
}

export interface Primitive {
  attributes: Readonly<Record<string, number>>;
  extensions?: Readonly<Record<string, { extensions?: object } | undefined>>;
}

export interface Node {
  mesh?: number;
  children?: readonly number[];
  matrix?: readonly number[];
  translation?: readonly number[];
  rotation?: readonly number[];
  scale?: readonly number[];
}

/** The description of a scene, as far as it is read here. Nothing in it has been checked. */
export interface Gltf {
  scene?: number;
  scenes?: readonly { nodes?: readonly number[] }[];
  nodes?: readonly Node[];
  meshes?: readonly { primitives: readonly Primitive[] }[];
  accessors?: readonly Accessor[];
  bufferViews?: readonly BufferView[];
}

/** A .glb file: the description, and the binary chunk, which is empty if there is none. */
export interface Glb {
  gltf: Gltf;
  binary: Uint8Array;
}

/** Takes a .glb file apart (glTF 2.0, “GLB File Format Specification”). @throws PlyFault `splat-damaged` */
export function openGlb(bytes: Uint8Array): Glb {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 20 || view.getUint32(0, true) !== MAGIC) throw damaged('no header of glTF');
  const version = view.getUint32(4, true);
  if (version !== 2) throw damaged(`version ${version} of glTF, and only 2 is read`);
  const length = view.getUint32(8, true);
  if (length > bytes.length)
    throw damaged(`${bytes.length} bytes, and its header says ${length}: it is cut off`);
  let gltf: Gltf | undefined;
  let binary: Uint8Array = new Uint8Array(0);
  for (let at = 12; at + 8 <= length;) {
    const size = view.getUint32(at, true);
    const type = view.getUint32(at + 4, true);
    const end = at + 8 + size;
    if (end > length) throw damaged('a chunk is longer than the file');
    const chunk = bytes.subarray(at + 8, end);
    if (type === CHUNK_JSON && !gltf) gltf = parse(chunk);
    if (type === CHUNK_BIN && binary.length === 0) binary = chunk;
    at = end + (-end & 3);
  }
  if (!gltf) throw damaged('no description');
  return { gltf, binary };
}

function parse(chunk: Uint8Array): Gltf {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(chunk));
  } catch {
    throw damaged('its description is no JSON');
  }
  if (typeof value !== 'object' || value === null) throw damaged('its description is no object');
  return value;
}
