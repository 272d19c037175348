#!/usr/bin/env node
// Prints the cameras of a calibration in any format of docs/formats.md as opencv_cameras.json:
//   node finetune/rig/cameras.mjs label3d_dannce.mat --camera-size 1152x1024 > opencv_cameras.json
import { importBundled } from '../../evaluate/bundle.mjs';

const { camerasAsJson } = await importBundled('../finetune/rig/cameras.ts');
try {
  console.log(await camerasAsJson(process.argv.slice(2)));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
