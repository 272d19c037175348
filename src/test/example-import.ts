import { orbitCamera } from '../core/camera/orbit.ts';
import type { PackManifest } from '../packs/manifest.ts';
import { planImport, type ImportChoices, type MattingDonor } from '../packs/import/plan.ts';
import { survey } from '../packs/import/survey.ts';
import { runImport } from '../packs/import/write/run.ts';
import { asImportFiles, type Contents } from './example-checkpoint.ts';
import type { MemoryFolder } from './memory-folder.ts';

/** Values and functions that several tests of the import use. */

/** A matting stage with a weight file of three bytes. No test runs it. */
export const DONOR: MattingDonor = {
  stage: {
    kind: 'unet',
    files: ['matting.safetensors'],
    config: { size: 64, channels: [8, 16], groups: 4 },
  },
  files: new Map([['matting.safetensors', new Blob(['abc'])]]),
};

export const CHOICES: ImportChoices = { id: 'lab', title: { en: 'Lab', ko: '연구실' } };

/** Imports files into a folder, in the same way as for a user. `more` replaces some of `CHOICES`. */
export const importInto = async (
  folder: MemoryFolder,
  contents: Contents,
  more: Partial<ImportChoices> = {},
): Promise<PackManifest> => {
  const found = await survey(asImportFiles(contents));
  return runImport(planImport(found, { ...CHOICES, ...more }, DONOR), folder);
};

/** Path of the reconstructor in `exampleFiles`. */
export const GSLRM_FILE = 'gslrm/ckpt_0000000000021125.safetensors';

/** Contents of an opencv_cameras.json: cameras on a ring of radius 2.7, FOV 50°, pictures of 512 × 512. */
const cameraFile = (azimuthsDeg: number[], elevationDeg: number) => ({
  frames: azimuthsDeg.map((azimuth) => {
    const { w2c, ...camera } = orbitCamera(azimuth, elevationDeg, 2.7, 50, 512);
    const rows = [0, 4, 8, 12].map((at) => [...w2c.subarray(at, at + 4)]);
    return { ...camera, w: 512, h: 512, w2c: rows };
  }),
});

/** Six cameras that are no published rig. */
export const LAB_CAMERAS = cameraFile([0, 60, 120, 180, 240, 300], 15);

/** FaceLift's six cameras, in the order of its file. */
export const FACELIFT_CAMERAS = cameraFile([180, 225, 270, 315, 0, 90], 0);
