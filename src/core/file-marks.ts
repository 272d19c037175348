/** What a file is, by the marks at fixed places in its first bytes. */
export interface FileMark {
  group: 'picture' | 'video' | 'splat' | 'mesh' | 'arrays' | 'document' | 'archive';
  /** The name of the format. It is the same in all languages. */
  name: string;
}

/** Byte offset, and the bytes there as text in Latin-1. */
type Mark = readonly [offset: number, bytes: string];

/** Formats that this project recognises and does not read. A file is of the first format that has all its marks. */
const MARKS: readonly (readonly [FileMark['group'], name: string, ...Mark[]])[] = [
  ['picture', 'JPEG 2000', [0, '\0\0\0\x0cjP  ']],
  ['picture', 'JPEG 2000', [0, '\xff\x4f\xff\x51']],
  ['picture', 'JPEG XL', [0, '\0\0\0\x0cJXL ']],
  ['picture', 'JPEG XL', [0, '\xff\x0a']],
  ['picture', 'Photoshop', [0, '8BPS']],
  ['picture', 'GIMP', [0, 'gimp xcf']],
  ['picture', 'OpenEXR', [0, 'v/1\x01']],
  ['picture', 'Radiance HDR', [0, '#?RADIANCE']],
  ['picture', 'FITS', [0, 'SIMPLE  =']],
  ['picture', 'DICOM', [128, 'DICM']],
  ['picture', 'ICO', [0, '\0\0\x01\0']],
  ['picture', 'QOI', [0, 'qoif']],
  ['picture', 'DDS', [0, 'DDS |\0\0\0']],
  ['picture', 'PAM', [0, 'P7\nWIDTH ']],
  ['picture', 'RAW', [0, 'FUJIFILMCCD-RAW']],
  ['picture', 'RAW', [0, 'IIRO']],
  ['picture', 'RAW', [0, 'IIU\0']],
  ['picture', 'RAW', [4, 'ftypcrx ']],
  ['video', 'MP4/QuickTime', [0, '\0'], [4, 'ftyp']],
  ['video', 'MP4/QuickTime', [0, '\0'], [4, 'moov']],
  ['video', 'MP4/QuickTime', [0, '\0'], [4, 'mdat']],
  ['video', 'MP4/QuickTime', [0, '\0'], [4, 'wide']],
  ['video', 'AVI', [0, 'RIFF'], [8, 'AVI ']],
  ['video', 'Matroska/WebM', [0, '\x1aE\xdf\xa3']],
  ['video', 'MPEG', [0, '\0\0\x01\xba']],
  ['video', 'MPEG', [0, '\0\0\x01\xb3']],
  ['video', 'H.264', [0, '\0\0\0\x01\x67']],
  ['video', 'WMV', [0, '0&\xb2u\x8ef\xcf\x11']],
  ['video', 'FLV', [0, 'FLV\x01']],
  ['video', 'Ogg', [0, 'OggS']],
  ['video', 'SEQ', [0, '\xed\xfe\0\0']],
  ['splat', 'SPZ', [0, 'NGSP']],
  ['mesh', 'glTF', [0, 'glTF']],
  ['mesh', 'FBX', [0, 'Kaydara FBX']],
  ['mesh', 'Blender', [0, 'BLENDER']],
  ['mesh', 'LAS', [0, 'LASF']],
  ['mesh', 'PCD', [0, '# .PCD']],
  ['arrays', 'NumPy', [0, '\x93NUMPY']],
  ['arrays', 'HDF5', [0, '\x89HDF']],
  ['arrays', 'MATLAB', [0, 'MATLAB']],
  ['document', 'PDF', [0, '%PDF']],
  ['document', 'RTF', [0, '{\\rtf']],
  ['document', 'Office', [0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1']],
  ['archive', 'gzip', [0, '\x1f\x8b']],
  ['archive', 'bzip2', [0, 'BZh']],
  ['archive', 'xz', [0, '\xfd7zXZ']],
  ['archive', 'zstd', [0, '\x28\xb5\x2f\xfd']],
  ['archive', '7z', [0, '7z\xbc\xaf']],
  ['archive', 'rar', [0, 'Rar!']],
  ['archive', 'zip', [0, 'PK\x05\x06']],
  ['archive', 'tar', [257, 'ustar']],
];

/** Number of bytes that `fileMark` needs. */
export const MARK_BYTES = 262;

/**
 * Recognises a format that is not read. Zip archives with files are not among them: what they are follows from their
 * entries.
 * @param start the first `MARK_BYTES` of a file, or more
 */
export function fileMark(start: Uint8Array): FileMark | null {
  const text = String.fromCharCode(...start.subarray(0, MARK_BYTES));
  const found = MARKS.find(([, , ...marks]) =>
    marks.every(([at, bytes]) => text.startsWith(bytes, at)),
  );
  return found ? { group: found[0], name: found[1] } : null;
}

/** Whether a text is the note that Git LFS leaves in place of a file that was not fetched. */
export const isLfsPointer = (text: string): boolean => /^\s*version https:\/\/git-lfs/i.test(text);

/** Whether a text, decoded as Latin-1 or UTF-8, is a web page. */
export const isWebPage = (text: string): boolean =>
  /^(\xef\xbb\xbf|\ufeff)?\s*<(!doctype(?! svg)|html|head|body)\b/i.test(text);

/** Whether a text is XML. Servers answer with it, too. */
export const isXml = (text: string): boolean => /^(\xef\xbb\xbf|\ufeff)?\s*<\?xml/i.test(text);
