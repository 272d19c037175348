import { CENTRINGS } from '../../src/core/image/centrings.ts';
import { BACKGROUND_NAMES } from '../../src/core/rasterize/background.ts';
import type { Command } from '../command.ts';

/** The options of `reconstruct`. */
export const options: Command['options'] = {
  out: {
    type: 'string',
    value: '<dir>',
    help: 'Folder for the results. Each photo gets a subfolder.',
  },
  pack: {
    type: 'string',
    value: '<dir|id>',
    help: 'Model pack: a folder, or an id under models/. Default: mouse-demo.',
  },
  seed: { type: 'string', value: '<n>', help: "Seed of the noise. Default: the pack's." },
  steps: {
    type: 'string',
    value: '<n>',
    help: "Denoising steps. Default: the pack's. In place of 50 steps, 20 take 40 % and 10 take 20 % of the denoising time.",
  },
  guidance: {
    type: 'string',
    value: '<x>',
    help: "Guidance scale. 1 switches guidance off. Default: the pack's.",
  },
  eta: { type: 'string', value: '<0…1>', help: "DDIM eta: noise per step. Default: the pack's." },
  'split-guidance': {
    type: 'boolean',
    help: 'Run the two halves of guidance one after the other. Needs less memory.',
  },
  'view-count': {
    type: 'string',
    value: '<n>',
    help: 'Give the reconstructor only n of the views. Needs less memory and time.',
  },
  backend: {
    type: 'string',
    value: 'cpu|webgpu|webgpu-any',
    help: 'Backend that computes and draws. webgpu-any also computes on a software GPU. Default: cpu.',
  },
  ply: {
    type: 'string',
    value: 'standard|facelift',
    help: 'Format of gaussians.ply. Default: standard.',
  },
  filters: {
    type: 'string',
    value: 'pack|none|facelift',
    help: 'Filter that removes Gaussians. none keeps all, in the order in which the model outputs them. Default: pack.',
  },
  'prune-background': {
    type: 'boolean',
    help: 'Leave background out of an imported GS-LRM: with views of 512 × 512 about a tenth of the computation. The splat changes slightly. Works only for views on white.',
  },
  centring: {
    type: 'string',
    value: CENTRINGS.join('|'),
    help: 'How a photo becomes the subject (docs/settings.md). pixel_based: the mouse in the middle, with 9 % of the area. coverage: with 6 %, as the lab prepares photos from elsewhere. none: the photo is already prepared, and is used as it is. Models give worse results with another framing than they were trained with. Default: pixel_based, as the demo model needs it.',
  },
  mask: {
    type: 'string',
    value: '<picture>',
    help: 'Mask of the photo, white on the mouse, in place of the one that is made. It has the size or the proportions of the photo. Only for one photo.',
  },
  nudge: {
    type: 'string',
    value: '<scale,x,y>',
    help: "Enlarge the subject by a factor, and move it to the right and down by fractions of its square's side, after the centring. Example: 1.1,0,-0.05.",
  },
  exposure: {
    type: 'string',
    value: '<stops>',
    help: 'Look for the mouse in a photo that is made brighter by so many stops, −2 to 4. The splat keeps the colours of the photo.',
  },
  'exposed-splat': {
    type: 'boolean',
    help: 'With --exposure: the splat gets the brighter colours, too.',
  },
  'turntable-size': {
    type: 'string',
    value: '<pixels>',
    help: 'Width of the turntable video. Default: 512.',
  },
  'turntable-frames': {
    type: 'string',
    value: '<n>',
    help: "Number of frames of the turntable video. Default: the pack's.",
  },
  'turntable-fps': {
    type: 'string',
    value: '<n>',
    help: "Frames of the turntable video per second. Default: the pack's.",
  },
  'turntable-elevation': {
    type: 'string',
    value: '<degrees>',
    help: "Elevation of the turntable's camera. Default: the pack's.",
  },
  'turntable-radius': {
    type: 'string',
    value: '<x>',
    help: "Distance of the turntable's camera from the origin, in units of the model's world. Default: that of the pack's cameras.",
  },
  'turntable-background': {
    type: 'string',
    value: `${BACKGROUND_NAMES.join('|')}|<#rrggbb>`,
    help: 'Background of the turntable video. Default: white.',
  },
  'no-turntable': {
    type: 'boolean',
    help: 'Make no turntable video. With a large cloud, the video takes most of the time.',
  },
  shard: {
    type: 'string',
    value: '<i/n>',
    help: 'Take every n-th photo of a folder, or sample of --data, starting with the i-th. Default: the part of a Slurm or Kubernetes job (docs/cluster.md), else all.',
  },
  recursive: { type: 'boolean', help: 'Take the photos in subfolders, too.' },
  page: {
    type: 'string',
    value: '<n>',
    help: 'Take the n-th page of each TIFF file. Default: 1. In a folder, use it only if all photos are TIFF files.',
  },
  force: {
    type: 'boolean',
    help: 'Run photos of a folder again whose results are already there, made with the same pack and settings.',
  },
  strict: {
    type: 'boolean',
    help: 'Exit with 4 if a result is doubtful: for example, if the cut-out is uncertain or the mouse touches the border.',
  },
  views: {
    type: 'string',
    value: '<folder>',
    help: 'Folder with two to twelve posed views, of any size.',
  },
  size: {
    type: 'string',
    value: '<pixels>',
    help: "Width of the reconstructor's views. Default: that of the given views if the model takes any width, else the pack's.",
  },
  placement: {
    type: 'string',
    value: 'subject|axes|per-camera|none',
    help: 'How cameras are moved into the frame of the model (docs/rigs.md). subject: the mouse is the origin. axes: the point where their axes meet. per-camera: each camera has the same distance, which breaks the geometry. Default: subject, or axes without masks.',
  },
  frame: {
    type: 'string',
    value: 'model|lab',
    help: 'Frame of gaussians.ply with posed views: that of the model, or that of the camera file with its units. Default: model.',
  },
  'input-views': {
    type: 'string',
    value: '<i,i,…>',
    help: 'Use only these cameras, by their number in the camera file, from 0.',
  },
  cameras: {
    type: 'string',
    value: '<file>',
    help: 'Camera file with one camera per view, or a folder of them (docs/formats.md). file_path or the name of the camera says which view; without them, both are in natural order.',
  },
  sample: {
    type: 'string',
    value: '<dir>',
    help: 'Sample folder in place of --views and --cameras: images/, opencv_cameras.json, and perhaps masks/.',
  },
  data: {
    type: 'string',
    value: '<dir>',
    help: 'Folder of samples. Each gets a subfolder of its name. Samples whose results are there are left out.',
  },
  masks: {
    type: 'string',
    value: '<folder>',
    help: 'Masks of --views, white on the mouse, with the names of the pictures.',
  },
  'camera-size': {
    type: 'string',
    value: '<WxH>',
    help: 'Size of the pictures for which the cameras were calibrated, if the camera file does not say it and the pictures are smaller.',
  },
};
