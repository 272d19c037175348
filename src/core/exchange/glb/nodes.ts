import { composed, type Similarity } from '../../camera/similarity.ts';
import type { Gltf, Node } from './container.ts';
import { damaged } from './damaged.ts';

const NOTHING: Similarity = {
  scale: 1,
  rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  translation: [0, 0, 0],
};

/** A mesh of the scene, and how its points are mapped to the scene. */
interface Placed {
  mesh: number;
  toScene: Similarity;
}

/** Sizes may differ so much between axes before Gaussians would have to be sheared. */
const EQUAL = 1e-4;

/**
 * The meshes of the scene that is shown, each with its place.
 * @throws PlyFault `splat-damaged` if nodes are not a tree, or stretch the splat along one axis
 */
export function placedMeshes({ nodes = [], scenes, scene = 0, meshes = [] }: Gltf): Placed[] {
  // Without a scene, all meshes are taken as they are.
  if (!scenes) return meshes.map((_, mesh) => ({ mesh, toScene: NOTHING }));
  const found: Placed[] = [];
  const seen = new Set<number>();
  const below = (children: readonly number[] = [], above: Similarity) =>
    children.map((index) => ({ index, above })).reverse();
  // Not recursive: a chain of nodes may be longer than the call stack.
  const ahead = below(scenes[scene]?.nodes, NOTHING);
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const { index, above } = next;
    const node = nodes[index];
    if (!node) throw damaged(`node ${index} is missing`);
    if (seen.has(index)) throw damaged('its nodes are not a tree');
    seen.add(index);
    const toScene = composed(similarityOf(node, index), above);
    if (node.mesh !== undefined) found.push({ mesh: node.mesh, toScene });
    for (const each of below(node.children, toScene)) ahead.push(each);
  }
  return found;
}

function similarityOf(node: Node, index: number): Similarity {
  const { translation = [0, 0, 0], rotation = [0, 0, 0, 1], scale = [1, 1, 1] } = node;
  const columns = node.matrix
    ? [0, 4, 8].map((at) => node.matrix!.slice(at, at + 3))
    : columnsOf(rotation).map((column, k) => column.map((value) => value * scale[k]));
  const sizes = columns.map((column) => Math.hypot(...column));
  const [a, b, c] = columns;
  const turn =
    a[0] * (b[1] * c[2] - b[2] * c[1]) -
    b[0] * (a[1] * c[2] - a[2] * c[1]) +
    c[0] * (a[1] * b[2] - a[2] * b[1]);
  const size = Math.cbrt(turn);
  if (!(size > 0) || sizes.some((each) => Math.abs(each / size - 1) > EQUAL))
    throw damaged(`node ${index} stretches or mirrors the splat`);
  return {
    scale: size,
    rotation: [0, 1, 2].flatMap((row) => columns.map((column) => column[row] / size)),
    translation: node.matrix ? node.matrix.slice(12, 15) : translation,
  };
}

/** The columns of the rotation matrix of a quaternion x y z w. */
function columnsOf([x, y, z, w]: readonly number[]): number[][] {
  return [
    [1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)],
    [2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)],
    [2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)],
  ];
}
