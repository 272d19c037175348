import { samePhoto } from '../../pipeline/same-photo.ts';
import type { SampleFile, SampleFiles } from '../dropped/samples.ts';

async function sameFiles(a: readonly SampleFile[], b: readonly SampleFile[]): Promise<boolean> {
  if (a.length !== b.length) return false;
  for (const [i, { path, blob }] of a.entries()) {
    const former = { file: blob, fileName: path };
    const next = { file: b[i].blob, fileName: b[i].path };
    if ((await samePhoto(former, next)) !== former) return false;
  }
  return true;
}

/** Whether two samples have the same names and the same bytes. Files that are sent to the worker are new objects. */
export const sameSample = async (a: SampleFiles, b: SampleFiles): Promise<boolean> =>
  a.camerasName === b.camerasName &&
  a.calibratedFor?.width === b.calibratedFor?.width &&
  a.calibratedFor?.height === b.calibratedFor?.height &&
  (await sameFiles(a.cameras, b.cameras)) &&
  (await sameFiles(a.pictures, b.pictures)) &&
  sameFiles(a.masks, b.masks);
