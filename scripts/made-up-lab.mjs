// npm run made-up-lab: makes videos of a walking splat, as six cameras of a lab would film it. docs/lab.md uses it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = 'Usage: npm run made-up-lab -- <gaussians.ply> <folder> [--frames 24]';
const root = path.resolve(import.meta.dirname, '..');

/** The frames of the cameras. */
const SIZE = { width: 320, height: 256 };
const FPS = 30;
/** Millimetres per unit of the splat: a mouse of 1.2 units is 8 cm long. */
const MM = 65;
const CAMERAS = 6;
const FOV_RAD = 0.62;
/** Distance of the cameras from the middle of the arena, mm. */
const DISTANCE_MM = 330;
/** The mouse walks along a part of this circle. */
const CIRCLE_MM = 25;

/** A point or a matrix of rows, multiplied from the left. */
const times = (m, x) => m.map((row) => row.reduce((sum, value, k) => sum + value * x[k], 0));
const product = (a, b) =>
  a.map((row) => b[0].map((_, column) => row.reduce((sum, v, k) => sum + v * b[k][column], 0)));

/** World to camera of camera i: rotation, and translation in mm. It looks at the middle of the arena; Z is up. */
function cameraOf(i) {
  const azimuth = (2 * Math.PI * i) / CAMERAS;
  const elevation = i % 2 ? 0.62 : 0.3;
  const [c, s, e, u] = [
    ...[Math.cos(azimuth), Math.sin(azimuth), Math.cos(elevation), Math.sin(elevation)],
  ];
  // Rows: the camera's right, down and forward.
  const rotation = [
    [-s, c, 0],
    [c * u, s * u, -e],
    [-c * e, -s * e, -u],
  ];
  return { rotation, translation: [0, 0, DISTANCE_MM] };
}

/** Where the mouse is in a frame: rotation about Z, and position in mm. It goes forwards, to its −Y. */
function poseOf(frame, frames) {
  const angle = (Math.PI / 2) * (frame / Math.max(1, frames - 1));
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return {
    rotation: [
      [c, -s, 0],
      [s, c, 0],
      [0, 0, 1],
    ],
    position: [-CIRCLE_MM * c, -CIRCLE_MM * s, 0],
  };
}

const FOCAL = SIZE.width / 2 / Math.tan(FOV_RAD / 2);
const INTRINSICS = { fx: FOCAL, fy: FOCAL, cx: SIZE.width / 2, cy: SIZE.height / 2 };

/** The camera as it moves around a mouse that stands still. The pictures are the same. */
function aroundMouse({ rotation, translation }, { rotation: turn, position }) {
  const moved = times(rotation, position).map((value, k) => (value + translation[k]) / MM);
  const rows = product(rotation, turn).map((row, k) => [...row, moved[k]]);
  return { w: SIZE.width, h: SIZE.height, ...INTRINSICS, w2c: [...rows, [0, 0, 0, 1]] };
}

/** Rodrigues' vector of a rotation: its axis, with its angle as length. The angle is not π. */
function vectorOf(r) {
  const angle = Math.acos((r[0][0] + r[1][1] + r[2][2] - 1) / 2);
  const factor = angle / (2 * Math.sin(angle));
  return [r[2][1] - r[1][2], r[0][2] - r[2][0], r[1][0] - r[0][1]].map((v) => factor * v);
}

/** Anipose's calibration.toml. */
const tomlOf = (cameras) =>
  cameras
    .map(({ rotation, translation }, i) =>
      [
        `[cam_${i}]`,
        `name = "${i}"`,
        `size = [${SIZE.width}, ${SIZE.height}]`,
        `matrix = [[${FOCAL}, 0.0, ${INTRINSICS.cx}], [0.0, ${FOCAL}, ${INTRINSICS.cy}], [0.0, 0.0, 1.0]]`,
        'distortions = [0.0, 0.0, 0.0, 0.0, 0.0]',
        `rotation = [${vectorOf(rotation).join(', ')}]`,
        `translation = [${translation.join(', ')}]`,
      ].join('\n'),
    )
    .join('\n\n');

/** Writes a film of the pictures in `folder`, after ffmpeg's filter. */
function film(folder, filter, file) {
  const input = ['-framerate', `${FPS}`, '-i', path.join(folder, '%03d.png')];
  const coding = ['-c:v', 'libx264', '-crf', '12', '-pix_fmt', 'yuv420p'];
  const quiet = ['-hide_banner', '-loglevel', 'error', '-y'];
  execFileSync('ffmpeg', [...quiet, ...input, '-filter_complex', filter, ...coding, file]);
}

const { values, positionals } = parseArgs({
  options: { frames: { type: 'string', default: '24' } },
  allowPositionals: true,
});
const [splat, out] = positionals;
const frames = Number(values.frames);
if (!out || !(frames >= 2 && frames <= 999)) {
  console.error(USAGE);
  process.exit(2);
}
for (const name of ['videos', 'masks']) mkdirSync(path.join(out, name), { recursive: true });
const cameras = Array.from({ length: CAMERAS }, (_, i) => cameraOf(i));
const work = mkdtempSync(path.join(tmpdir(), 'made-up-lab-'));
try {
  for (const [i, camera] of cameras.entries()) {
    const list = Array.from({ length: frames }, (_, t) => aroundMouse(camera, poseOf(t, frames)));
    const file = path.join(work, `${i}.json`);
    writeFileSync(file, JSON.stringify({ frames: list }));
    const pictures = path.join(work, `${i}`);
    const drawing = ['--cameras', file, '--out', pictures, '--background', 'none'];
    execFileSync(
      process.execPath,
      [path.join(root, 'scripts/cli.mjs'), 'render', splat, ...drawing, '--backend', 'cpu'],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const ground = `color=0xb8b4ac:s=${SIZE.width}x${SIZE.height}:r=${FPS}[b];[b][0:v]overlay=shortest=1`;
    film(pictures, ground, path.join(out, 'videos', `${i}.mp4`));
    film(pictures, 'alphaextract', path.join(out, 'masks', `${i}.mp4`));
  }
} finally {
  rmSync(work, { recursive: true });
}
writeFileSync(path.join(out, 'calibration.toml'), `${tomlOf(cameras)}\n`);
console.log(`${out}: ${CAMERAS} videos of ${frames} frames, their masks, and calibration.toml`);
