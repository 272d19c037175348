/**
 * A size as text: 340 kB, 12.3 MB, 3.74 GB. Units are powers of 1000. The unit is the largest in which the number is at
 * least 1, so a size that is not 0 never reads as 0.0 GB.
 */
export function sizeText(bytes: number): string {
  // Just below a unit, the rounded number would be 1000 of the smaller one.
  if (bytes >= 999.95e6) return `${(bytes / 1e9).toFixed(2)} GB`;
  if (bytes > 999e3) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${Math.ceil(bytes / 1e3)} kB`;
}

/** A number of parameters as text: 12 k, 870.2 M. */
export const countText = (count: number): string =>
  count > 999e3 ? `${(count / 1e6).toFixed(1)} M` : `${Math.ceil(count / 1e3)} k`;
