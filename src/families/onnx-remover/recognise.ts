import { md5OfBlob } from '../../core/md5.ts';
import { readRemoverGraph, unknownRemover, type RemoverGraph } from './graph.ts';
import { ARCHITECTURES, KNOWN_REMOVERS, type Architecture, type KnownRemover } from './known.ts';
import type { RemoverConfig } from './section.ts';

/** A background remover that was recognised in a file. */
interface RemoverMatch {
  /** rembg's name of the model, or its architecture if only the graph was recognised. */
  id: string;
  title: string;
  config: RemoverConfig;
  /**
   * How the file was recognised. `hash`: it is the file that rembg publishes. `name`: by its name. `structure`:
   * by its graph.
   */
  by: 'hash' | 'name' | 'structure';
}

/** U²-Net and IS-Net output a mask for each level. A graph that outputs fewer masks is another network. */
const MIN_MASKS = 6;

/**
 * The architecture, judged by the graph's operators, outputs and input size. Null if it is none of
 * `ARCHITECTURES`.
 */
function architectureOf({ side, summary }: RemoverGraph): Architecture | null {
  const { operators, outputs, lastOperator } = summary;
  const attends = operators.has('Softmax') && (operators.has('MatMul') || operators.has('Gemm'));
  if (attends && (side ?? 1024) === 1024) return lastOperator === 'Sigmoid' ? 'bria' : 'birefnet';
  const masks = outputs.filter(({ shape }) => shape === null || (shape[1] ?? 1) === 1).length;
  if (attends || masks < MIN_MASKS) return null;
  if (side === 320) return 'u2net';
  return side === 1024 ? 'isnet' : null;
}

/**
 * Whether a graph can be the remover that its file name indicates.
 * @param found the architecture that the graph indicates
 */
function canBe(
  { architecture }: KnownRemover,
  graph: RemoverGraph,
  found: Architecture | null,
): boolean {
  const { size } = ARCHITECTURES[architecture];
  if (graph.side !== null && graph.side !== size) return false;
  if (found === null || found === architecture) return true;
  // The graphs of each pair are alike. Only the file name distinguishes them.
  const alike: readonly Architecture[][] = [
    ['isnet', 'isnetAnime'],
    ['birefnet', 'bria'],
  ];
  return alike.some((pair) => pair.includes(architecture) && pair.includes(found));
}

/**
 * Recognises a background remover. The MD5 counts most, if it is one that rembg publishes. Then the file name
 * counts, if the graph does not contradict the name. Otherwise the graph decides. Nothing in the file is
 * executed. At most a few megabytes of the file are in memory.
 *
 * @param onPiece called before each piece of the file is read
 * @throws AppError `remover-unknown` for any other file
 */
export async function recogniseRemover(
  blob: Blob,
  fileName: string,
  signal?: AbortSignal,
  onPiece?: () => void,
): Promise<RemoverMatch> {
  const graph = await readRemoverGraph(blob, fileName);
  const md5 = await md5OfBlob(blob, signal, onPiece);
  const published = KNOWN_REMOVERS.find((known) => known.md5 === md5);
  if (published) return recognised(published.id, published.architecture, 'hash');
  const found = architectureOf(graph);
  const named = KNOWN_REMOVERS.find(({ name }) => name.test(fileName.toLowerCase()));
  if (named && canBe(named, graph, found)) return recognised(named.id, named.architecture, 'name');
  if (found) return recognised(found, found, 'structure');
  throw unknownRemover(fileName, 'is none of the supported background removers');
}

const recognised = (
  id: string,
  architecture: Architecture,
  by: RemoverMatch['by'],
): RemoverMatch => ({ id, title: id, config: { ...ARCHITECTURES[architecture] }, by });
