import { fileMark } from '../../core/file-marks.ts';

/** Something that is no picture of a format that is read, but that is recognised by its first bytes. */
export interface Foreign {
  kind: 'picture' | 'video';
  /** The name of the format. */
  name: string;
}

/** Number of bytes that `readForeign` needs. */
export const FOREIGN_BYTES = 1024;

const SVG = /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)?(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/;

/** Recognises pictures of formats that are not read, PDFs, and videos. Null for everything else. */
export function readForeign(bytes: Uint8Array): Foreign | null {
  const mark = fileMark(bytes);
  if (mark?.group === 'picture' || mark?.group === 'video')
    return { kind: mark.group, name: mark.name };
  if (mark?.name === 'PDF') return { kind: 'picture', name: 'PDF' };
  const text = String.fromCharCode(...bytes.subarray(0, FOREIGN_BYTES));
  return SVG.test(text) ? { kind: 'picture', name: 'SVG' } : null;
}
