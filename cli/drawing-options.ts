import { choice } from './arguments.ts';
import type { Arguments, Command } from './command.ts';
import type { NodeBackend } from './runtime/machine.ts';
import type { AxesOption } from './splat-file.ts';

/** The options of all commands that draw splats. */
export const drawingOptions = {
  axes: {
    type: 'string',
    value: 'header|world|standard',
    help: 'Axes of the PLY: standard (like the standard gaussians.ply) or world. Default: as the header says; if it says nothing, world, with a warning.',
  },
  backend: { type: 'string', value: 'webgpu|cpu', help: 'Backend that draws. Default: webgpu.' },
  'camera-size': {
    type: 'string',
    value: '<WxH>',
    help: 'Size of the pictures for which the cameras were calibrated, if the camera file does not say it.',
  },
} as const satisfies Command['options'];

/** How splats are drawn. */
export const drawingChoices = (args: Arguments) => ({
  axes: choice<AxesOption>(args, 'axes', ['header', 'world', 'standard']),
  backend: choice<NodeBackend>(args, 'backend', ['webgpu', 'cpu']),
});
