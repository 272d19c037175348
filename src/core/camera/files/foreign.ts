import { isLfsPointer, isWebPage } from '../../file-marks.ts';

/** A format that is recognised, but not read. */
interface Foreign {
  /** Whether the bytes are of this format. `start` is their beginning as Latin-1 text. */
  is: (start: string, name: string) => boolean;
  /** What it is, and what to do. It continues after the name of the file. */
  sentence: string;
}

const WRITE = 'Write its cameras as opencv_cameras.json (docs/formats.md)';

const FOREIGN: readonly Foreign[] = [
  {
    is: (start) => start.startsWith('PK\u0003\u0004'),
    sentence: `it is an archive of NumPy (.npz) or another zip file. ${WRITE}`,
  },
  { is: (start) => start.startsWith('\u0093NUMPY'), sentence: `it is a NumPy file. ${WRITE}` },
  { is: (start) => /^\s*<(\?xml|document)/.test(start), sentence: `it is XML. ${WRITE}` },
  {
    is: (start) => /^#.*Camera list/i.test(start),
    sentence:
      'it is cameras.txt of COLMAP, which has no poses. Give the folder that also contains images.txt',
  },
  {
    is: (start, name) =>
      /^#.*(Image list|3D point list)/i.test(start) ||
      /(^|[/\\])(cameras|images|points3D|frames|rigs)\.bin$/.test(name),
    sentence:
      'it is a part of a COLMAP model. Give the folder that contains cameras.txt and images.txt, or cameras.bin and images.bin',
  },
  {
    is: isWebPage,
    sentence: 'it is a web page, saved in place of the file. Download the file again',
  },
  {
    is: isLfsPointer,
    sentence: 'it is a pointer of Git LFS. Fetch the file itself with git lfs pull',
  },
  {
    is: (start, name) =>
      /\.csv$/i.test(name) || /^[\w"]+(,[\w". -]+){3,}\s*$/m.test(start.split('\n')[0]),
    sentence: `it is a table (CSV). ${WRITE}`,
  },
];

/**
 * What a camera file of another format is, and what to do. Undefined if no format is recognised.
 * @param start beginning of the file as Latin-1 text
 */
export const foreignFormat = (start: string, name: string): string | undefined =>
  FOREIGN.find(({ is }) => is(start, name))?.sentence;
