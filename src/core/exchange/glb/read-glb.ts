import { composed, mapCloud, type Similarity } from '../../camera/similarity.ts';
import {
  emptyCloud,
  joinClouds,
  shRestSize,
  type GaussianCloud,
} from '../../gaussians/gaussian-cloud.ts';
import { PlyFault } from '../../ply/refuse.ts';
import { readAccessor } from './accessor.ts';
import { openGlb, type Glb, type Primitive } from './container.ts';
import { damaged } from './damaged.ts';
import { placedMeshes } from './nodes.ts';

const EXTENSION = 'KHR_gaussian_splatting';

/** Half a turn about Z: from glTF (Y up) to the axes of viewers of PLY files (−Y up). */
const TO_FILE_AXES: Similarity = {
  scale: 1,
  rotation: [-1, 0, 0, 0, -1, 0, 0, 0, 1],
  translation: [0, 0, 0],
};

/**
 * Reads the Gaussians of a .glb file with KHR_gaussian_splatting, as Khronos published it. Scales may also be
 * logarithms, as in the drafts before: then some are negative.
 * @returns in the axes of viewers of PLY files (−Y up)
 * @throws PlyFault `splat-damaged`, or `ply-mesh` if the scene has no Gaussians
 */
export function readGlb(bytes: Uint8Array): GaussianCloud {
  const glb = openGlb(bytes);
  const clouds = placedMeshes(glb.gltf).flatMap(({ mesh, toScene }) =>
    (glb.gltf.meshes?.[mesh]?.primitives ?? [])
      .filter(({ extensions }) => extensions?.[EXTENSION])
      .map((primitive) =>
        mapCloud(composed(toScene, TO_FILE_AXES), cloudOfPrimitive(glb, primitive)),
      ),
  );
  if (clouds.length === 0)
    throw new PlyFault('ply-mesh', 'its scene has nothing with KHR_gaussian_splatting');
  return clouds.length === 1 ? clouds[0] : clouds.reduce(joinClouds);
}

function cloudOfPrimitive(glb: Glb, { attributes, extensions }: Primitive): GaussianCloud {
  const packing = Object.keys(extensions?.[EXTENSION]?.extensions ?? {});
  const read = (name: string, width: number) => {
    const index = attributes[name];
    if (index !== undefined) return readAccessor(glb, index, width);
    if (packing.length > 0) throw damaged(`it is packed with ${packing.join(', ')}`);
    throw damaged(`the attribute ${name} is missing`);
  };
  const named = (name: string, width: number) => read(`${EXTENSION}:${name}`, width);
  const xyz = read('POSITION', 3);
  const count = xyz.length / 3;
  const cloud: GaussianCloud = { ...emptyCloud(0), count, xyz };
  cloud.shDc = named('SH_DEGREE_0_COEF_0', 3);
  cloud.opacityLogit = named('OPACITY', 1).map((opacity) => Math.log(opacity / (1 - opacity)));
  const scale = named('SCALE', 3);
  cloud.logScale = scale.some((value) => value < 0) ? scale : scale.map(Math.log);
  const xyzw = named('ROTATION', 4);
  cloud.rotation = xyzw.map((_, i) => xyzw[i - (i % 4) + ((i + 3) % 4)]);
  const { shDc, opacityLogit, logScale, rotation } = cloud;
  const counts = [shDc.length / 3, opacityLogit.length, logScale.length / 3, rotation.length / 4];
  if (counts.some((each) => each !== count)) throw damaged('its attributes differ in length');
  return { ...cloud, ...restOf(attributes, named, count) };
}

/** The SH coefficients above degree 0. A file has all coefficients of a degree, or none. */
function restOf(
  attributes: Primitive['attributes'],
  named: (name: string, width: number) => Float32Array,
  count: number,
): Pick<GaussianCloud, 'sh'> {
  const has = (each: number) => `${EXTENSION}:SH_DEGREE_${each}_COEF_0` in attributes;
  const degree = ([3, 2, 1] as const).find(has);
  if (degree === undefined) return {};
  const size = shRestSize(degree);
  const rest = new Float32Array(3 * size * count);
  let k = 0;
  for (let each = 1; each <= degree; each++)
    for (let m = 0; m < 2 * each + 1; m++, k++) {
      const rgb = named(`SH_DEGREE_${each}_COEF_${m}`, 3);
      if (rgb.length !== 3 * count) throw damaged('its attributes differ in length');
      for (let i = 0; i < count; i++)
        for (let c = 0; c < 3; c++) rest[3 * size * i + c * size + k] = rgb[3 * i + c];
    }
  return { sh: { degree, rest } };
}
