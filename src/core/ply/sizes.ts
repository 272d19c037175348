import type { PlyElement, PlyHeader } from './header.ts';
import { PlyFault } from './refuse.ts';

/** Bytes of data without any line feed that chance does not explain. */
const MANY = 4096;

const LINE_FEED = 10;
const RETURN = 13;

/** The last element of a file, if it is the Gaussians. Their number then follows from the length of the file. */
export function lastVertex({ elements }: PlyHeader): PlyElement | undefined {
  const last = [...elements.values()].at(-1);
  return last?.name === 'vertex' ? last : undefined;
}

/** The fault of a header that counts other rows than the file has. @param found rows that it has */
export const wrongCount = ({ count }: PlyElement, found: number): PlyFault =>
  new PlyFault('ply-count', `exactly ${found} rows follow its header`, { count });

/**
 * The fault of a file that has fewer rows of an element than its header says.
 * @param rows number of rows that it has
 * @param figures what all rows need, and what there is
 */
export const tooFew = (
  element: PlyElement,
  header: PlyHeader,
  rows: number,
  figures: string,
): PlyFault =>
  element === lastVertex(header) && rows > 0 && Number.isInteger(rows)
    ? wrongCount(element, rows)
    : new PlyFault('ply-cut', figures);

/** The fault of a binary file that goes on behind its last element. @param at index of the first byte too many */
export function leftOver(header: PlyHeader, bytes: Uint8Array, at: number): PlyFault {
  const left = bytes.length - at;
  if (gotReturns(header, bytes, left)) return convertedEnds('every line feed has become two bytes');
  const rest = bytes.subarray(at);
  const filler = rest.every((byte) => byte === 0)
    ? ', all of them zero'
    : rest.every((byte) => byte <= 32)
      ? ', all of them white space'
      : '';
  const vertex = lastVertex(header);
  const more = left / (vertex?.stride ?? 0);
  if (vertex && filler === '' && Number.isInteger(more))
    return wrongCount(vertex, vertex.count + more);
  const detail = `${left} bytes are left over after the last element${filler}`;
  return new PlyFault('ply-left-over', detail, { size: at });
}

const convertedEnds = (how: string) => new PlyFault('ply-line-ends', how);

/** Whether LF has become CR LF in the data, too: each line feed follows a return, and they are the bytes too many. */
function gotReturns({ lineEnd, end }: PlyHeader, bytes: Uint8Array, left: number): boolean {
  if (lineEnd !== '\r\n') return false;
  let feeds = 0;
  for (let i = bytes.indexOf(LINE_FEED, end); i >= 0; i = bytes.indexOf(LINE_FEED, i + 1)) {
    if (bytes[i - 1] !== RETURN) return false;
    feeds += 1;
  }
  return feeds === left;
}

/**
 * Checks that the data of a binary file with CR line ends is as it was written.
 * @throws PlyFault if LF has become CR in the data, too
 */
export function checkLineEnds({ lineEnd, end }: PlyHeader, bytes: Uint8Array): void {
  if (lineEnd === '\r' && bytes.length - end > MANY && bytes.indexOf(LINE_FEED, end) < 0)
    throw convertedEnds('every line feed has become a return');
}
