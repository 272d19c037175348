/** The name of a file without its folders. */
export const baseName = (file: string): string => file.slice(file.search(/[^/\\]*$/));

/** The name of a file without folder and ending, in lower case: pictures are converted, and then end differently. */
export const stemOf = (file: string): string =>
  baseName(file)
    .replace(/(?<=.)\.[^.]*$/, '')
    .toLowerCase();

/** The digits at the end of a stem. Undefined if there are none. */
const digitsOf = (stem: string): string | undefined => /\d+$/.exec(stem)?.[0];

/** A mask that has nothing but the number of its picture. */
const NUMBERED = /^mask[-_]?\d+$/;

/**
 * The stems that the mask of a picture may have, the best first: for `cam_000.png` these are `cam_000`, `cam_000_mask`
 * and `cam_000.png`, and `mask000`, `mask_000` and `mask-000` if it is the only picture with this number at its end.
 * @param pictures all pictures of the moment
 */
export const maskNames = (picture: string, pictures: readonly string[]): string[] => {
  const stem = stemOf(picture);
  const digits = digitsOf(stem);
  const same = pictures.filter((other) => digitsOf(stemOf(other)) === digits);
  const numbered = digits === undefined || same.length !== 1 ? [] : ['', '_', '-'];
  return [
    ...[stem, `${stem}_mask`, baseName(picture).toLowerCase()],
    ...numbered.map((mark) => `mask${mark}${digits}`),
  ];
};

/**
 * Whether a file beside pictures is a mask by its name: `cam_000_mask` beside `cam_000`, or `mask0` beside a picture whose
 * name ends with 0.
 * @param stems of all files there
 */
export function isMaskName(file: string, stems: ReadonlySet<string>): boolean {
  const stem = stemOf(file);
  if (stem.endsWith('_mask') && stems.has(stem.slice(0, -'_mask'.length))) return true;
  const digits = digitsOf(stem);
  return (
    NUMBERED.test(stem) &&
    [...stems].some((other) => !NUMBERED.test(other) && digitsOf(other) === digits)
  );
}
