/**
 * Measures offline rendering in Node with the npm package `webgpu`. This project's rasterizer and the renderer of
 * @playcanvas/splat-transform draw in turns, on the same adapter and the same PLYs. Also measures sorted keys per second,
 * and the time and memory of the demo's turntable.
 *
 *     node bench/rasterizer/node.mjs [--frames 5] [--only frames,sort,turntable] [--counts 98304,…] [--pictures dir]
 */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { create, globals } from 'webgpu';
import {
  bundleOurs,
  bundleTurntable,
  COUNTS,
  installPeers,
  makeClouds,
  median,
  plyOf,
  root,
} from './prepare.mjs';
import { openSplatTransform } from './splat-transform.mjs';

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '5' },
    only: { type: 'string', default: 'frames,sort,turntable' },
    counts: { type: 'string', default: [1, ...COUNTS].join() },
    sizes: { type: 'string', default: '256,512,1024' },
    film: { type: 'string', default: '150,450' },
    pictures: { type: 'string' },
  },
});
const frames = Number(values.frames);
const counts = values.counts.split(',').map(Number);
/** A rasterizer that takes longer than this for a picture draws no further picture. */
const TOO_SLOW_MS = 30_000;
const SHOT = { elevationDeg: 20, radius: 2.7, fovDeg: 50 };
const ms = (value) => (value < 10 ? value.toFixed(1) : value.toFixed(0));

Object.assign(globalThis, globals);
const gpu = create([]);
const peers = installPeers();
const ours = await bundleOurs();
const { mouse } = makeClouds(ours, [...new Set([...COUNTS, ...counts])]);
const context = await ours.GpuContext.request(gpu);
const { vendor, architecture, description } = context.device.adapterInfo;
console.log(`adapter: ${[vendor, architecture, description].filter(Boolean).join(' ')}`);
console.log(`peers: ${peers.join(', ')}`);

const rasterizer = await ours.GpuRasterizer.create(context);
const cpu = new ours.CpuRasterizer();
const bytesOf = async (drawer, camera) => (await drawer.renderBytes(camera)).data;

/**
 * CPU milliseconds of all threads of this process since `since`. SwiftShader draws in this process, so its time is
 * included. Other load on the machine does not change the number.
 */
const cpuMs = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

function psnr(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i += 4)
    for (let c = 0; c < 3; c++) sum += (a[i + c] - b[i + c]) ** 2;
  return 10 * Math.log10((255 ** 2 * 0.75 * a.length) / sum);
}

/** Saves a picture if --pictures is given. */
async function savePicture(name, data, size) {
  if (!values.pictures) return;
  mkdirSync(values.pictures, { recursive: true });
  const raw = { width: size, height: size, channels: 4 };
  await sharp(data, { raw })
    .removeAlpha()
    .png()
    .toFile(path.join(values.pictures, `${name}.png`));
}

/**
 * Prints one row. The rasterizers draw the same azimuths in turns. A time is measured from the call to the bytes in the
 * CPU's memory.
 */
async function printRow(peer, count, size, runs) {
  const drawers = {
    ours: (azimuth) => bytesOf(rasterizer, ours.orbitCamera(azimuth, 20, 2.7, 50, size)),
    typescript: (azimuth) => bytesOf(cpu, ours.orbitCamera(azimuth, 20, 2.7, 50, size)),
    'splat-transform': (azimuth) => peer.draw(azimuth, { ...SHOT, size }),
  };
  const [times, cpuTimes] = [{}, {}];
  for (const name of Object.keys(drawers)) [times[name], cpuTimes[name]] = [[], []];
  let similarity = 0;
  for (let run = 0; run <= runs; run++) {
    const pictures = {};
    for (const [name, draw] of Object.entries(drawers)) {
      if (times[name][0] > TOO_SLOW_MS) continue;
      const [start, work] = [performance.now(), process.cpuUsage()];
      pictures[name] = await draw(300 + 17 * run);
      const took = performance.now() - start;
      if (run === 0 && took < TOO_SLOW_MS) continue;
      times[name].push(took);
      cpuTimes[name].push(cpuMs(work));
    }
    if (run > 0) continue;
    similarity = psnr(pictures.ours, pictures['splat-transform']);
    for (const [name, data] of Object.entries(pictures))
      await savePicture(`${name}-${count}-${size}`, data, size);
  }
  const [wgsl, typescript, theirs] = Object.keys(drawers).map((name) => {
    const wall = median(times[name]);
    return { wall, cpu: median(cpuTimes[name]), rate: 1000 / wall };
  });
  const cells = [wgsl, typescript, theirs].map(
    ({ wall, cpu, rate }) => `${ms(wall)} · ${ms(cpu)} · ${rate.toPrecision(2)}`,
  );
  const ratio = `${(theirs.wall / wgsl.wall).toFixed(1)} · ${(theirs.cpu / wgsl.cpu).toFixed(1)}`;
  console.log(
    `| ${count} | ${size}² | ${cells.join(' | ')} | ${ratio} | ${similarity.toFixed(0)} dB |`,
  );
}

async function framesTable() {
  const peer = await openSplatTransform(gpu);
  console.log(`
ms · CPU ms · frames/s:

| Gaussians | picture | ours | ours in TypeScript | splat-transform | ratio | PSNR |
|---|---|---|---|---|---|---|`);
  for (const count of counts) {
    await rasterizer.load(ours.readPly(readFileSync(plyOf(count))));
    await cpu.load(ours.readPly(readFileSync(plyOf(count))));
    await peer.load(plyOf(count));
    const sizes = count === COUNTS[0] ? values.sizes.split(',').map(Number) : [512];
    for (const size of sizes)
      await printRow(peer, count, size, count > 1e6 ? Math.min(3, frames) : frames);
  }
  peer.close();
}

async function sortTable() {
  console.log('\n| keys | bits | ms | million keys/s |\n|---|---|---|---|');
  for (const count of counts)
    for (const bits of ours.SORT_BITS) {
      const time = median(await ours.sortMs(context, count, bits, frames));
      console.log(`| ${count} | ${bits} | ${ms(time)} | ${(count / time / 1000).toFixed(2)} |`);
    }
}

/** Runs the pipeline's turntable stage with ffmpeg. Prints the resident memory at every tenth of the video. */
async function turntable(backend, length) {
  const { makeTurntable } = await bundleTurntable();
  const rss = [];
  const onFrame = (done) => {
    if (done % (length / 10) === 0) rss.push(Math.round(process.memoryUsage().rss / 2 ** 20));
  };
  const work = process.cpuUsage();
  const { seconds, bytes } = await makeTurntable({
    cloud: mouse,
    backend,
    root,
    frames: length,
    onFrame,
  });
  const rate = (length / seconds).toFixed(1);
  const cpu = (cpuMs(work) / 1000).toFixed(1);
  console.log(`
turntable (${backend}): ${mouse.count} Gaussians, ${length} frames of 512² in ${seconds.toFixed(1)} s (${cpu} CPU s), ${rate} frames/s, ${bytes} bytes
resident MiB at every tenth: ${rss.join(' ')}`);
}

const only = values.only.split(',');
if (only.includes('frames')) await framesTable();
if (only.includes('sort')) await sortTable();
if (only.includes('turntable'))
  for (const backend of ['webgpu', 'cpu'])
    for (const length of values.film.split(',')) await turntable(backend, Number(length));
rasterizer.dispose();
context.dispose();
