/** The name of a file without its folders. */
export const baseName = (file: string): string => file.slice(file.search(/[^/\\]*$/));

/** The name of a file without folder and ending, in lower case: pictures are converted, and then end differently. */
export const stemOf = (file: string): string =>
  baseName(file)
    .replace(/(?<=.)\.[^.]*$/, '')
    .toLowerCase();

/**
 * The stems that the mask of a picture may have, the best first: for `cam_000.png` these are `cam_000`, `cam_000_mask`
 * and `cam_000.png`.
 */
export const maskNames = (picture: string): string[] => {
  const stem = stemOf(picture);
  return [stem, `${stem}_mask`, baseName(picture).toLowerCase()];
};
