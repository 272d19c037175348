import { md5OfBlob } from '../../core/md5.ts';
import { readRemoverGraph, unknownRemover, type RemoverGraph } from './graph.ts';
import { FAMILIES, KNOWN_REMOVERS, type Family, type KnownRemover } from './known.ts';
import type { RemoverConfig } from './stage.ts';

export interface RecognisedRemover {
  /** rembg's name of it, or that of its family for a network of the same build. */
  id: string;
  title: string;
  config: RemoverConfig;
  /** `hash`: the very file that rembg publishes. */
  by: 'hash' | 'name' | 'structure';
}

/** U²-Net and IS-Net give a mask per depth beside the first one. */
const LEAST_SIDE_MASKS = 6;

/** What its operators and outputs say, whatever the file is called. */
function familyOf({ side, summary }: RemoverGraph): Family | null {
  const { operators, outputs, lastOperator } = summary;
  const attends = operators.has('Softmax') && (operators.has('MatMul') || operators.has('Gemm'));
  if (attends && (side ?? 1024) === 1024) return lastOperator === 'Sigmoid' ? 'bria' : 'birefnet';
  const masks = outputs.filter(({ shape }) => shape === null || (shape[1] ?? 1) === 1).length;
  if (attends || masks < LEAST_SIDE_MASKS) return null;
  if (side === 320) return 'u2net';
  return side === 1024 ? 'isnet' : null;
}

/** Whether a network that was told by its name is one by its graph as well. */
function fits({ family }: KnownRemover, graph: RemoverGraph, seen: Family | null): boolean {
  const { size } = FAMILIES[family];
  if (graph.side !== null && graph.side !== size) return false;
  if (seen === null || seen === family) return true;
  // Trained alike, told apart by name only.
  const alike: readonly Family[][] = [
    ['isnet', 'isnetAnime'],
    ['birefnet', 'bria'],
  ];
  return alike.some((pair) => pair.includes(family) && pair.includes(seen));
}

/**
 * Tells which background remover a file is: by the MD5 that rembg publishes, else by its name where the
 * graph agrees, else by its graph. Nothing of it is run, and no more than a few megabytes are in memory.
 *
 * @throws AppError `remover-unknown` for any other ONNX file and for what is none
 */
export async function recogniseRemover(
  blob: Blob,
  fileName: string,
  signal?: AbortSignal,
): Promise<RecognisedRemover> {
  const graph = await readRemoverGraph(blob, fileName);
  const md5 = await md5OfBlob(blob, signal);
  const published = KNOWN_REMOVERS.find((known) => known.md5 === md5);
  if (published) return recognised(published.id, published.family, 'hash');
  const seen = familyOf(graph);
  const named = KNOWN_REMOVERS.find(({ name }) => name.test(fileName.toLowerCase()));
  if (named && fits(named, graph, seen)) return recognised(named.id, named.family, 'name');
  if (seen) return recognised(seen, seen, 'structure');
  throw unknownRemover(fileName, 'is none of the background removers that are known here');
}

const recognised = (
  id: string,
  family: Family,
  by: RecognisedRemover['by'],
): RecognisedRemover => ({ id, title: id, config: { ...FAMILIES[family] }, by });
