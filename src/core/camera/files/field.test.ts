import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { difference } from '../../../test/cameras/difference.ts';
import { rigFault } from '../rig-faults.ts';
import { camerasOf, readCameraFile } from './index.ts';

const SIZE = { width: 160, height: 120 };
const RADIUS = 2.7;

/** All files of made-up inputs beside the repository, and what is right for each. They are too many to be in it. */
const field = new URL('../../../../../shared/data/field/cameras/', import.meta.url);

describe.skipIf(!existsSync(field))('the collected camera files', () => {
  const open = async (name: string) => readCameraFile(readFileSync(new URL(name, field)), name);
  const SAME = [
    ...['bom', 'crlf', 'comments', 'trailing_comma', 'frames_dict', 'inria_cameras', 'key_c2w'],
    ...[
      'nerf_transforms',
      'K_R_T',
      'no_wh',
      'strings',
      'top_level_list',
      'w2c_3x4',
      'width_height',
    ],
  ];
  const REFUSED: Record<string, RegExp> = {
    'half_pixel_size.json': /whole numbers of pixels/,
    'colmap_cameras.txt': /COLMAP, which has no poses/,
    'cameras.npz': /NumPy/,
    'new_cam.pkl': /fraction of the picture/,
    'c2w_called_w2c.json': /camera to world/,
    'w2c_opengl.json': /OpenGL/,
    'w2c_transposed.json': /transposed/,
    'mirrored.json': /mirroring/,
    'millimetres.json': /millimetres/,
    'normalised_intrinsics.json': /fraction of the picture/,
    'scaled_rotation.json': /scaled by 2/,
    'distortion.json': /distortion/,
    'dist_coeffs.json': /distortion/,
    'nan.json': /NaN is not JSON/,
    'null.json': /must be numbers/,
    'empty_frames.json': /empty/,
    'truncated.json': /file ends there/,
  };
  const OTHERS = ['base.json', 'one_camera.json', 'off_centre.json', 'calibration.toml'];
  const resolved = async (name: string) =>
    camerasOf(
      (await open(name)).map((entry) => ({ size: SIZE, ...entry })),
      name,
    );

  it('are all known', () => {
    const known = [...SAME.map((stem) => `${stem}.json`), ...Object.keys(REFUSED), ...OTHERS];
    expect(readdirSync(field).sort()).toEqual(known.sort());
  });

  it.each(SAME)('%s.json is the same as base.json', async (stem) => {
    const [given, base] = await Promise.all([resolved(`${stem}.json`), resolved('base.json')]);
    expect(difference(given, base)).toBeLessThan(1e-12);
  });

  it.each(OTHERS)('%s is right', async (name) => {
    expect(rigFault(await resolved(name), RADIUS)).toBeNull();
  });

  it.each(Object.entries(REFUSED))('%s is refused: %s', async (name, sentence) => {
    const judge = async () => {
      const fault = rigFault(await resolved(name), RADIUS);
      if (fault) throw new Error(fault);
    };
    await expect(judge()).rejects.toThrow(sentence);
  });
});
