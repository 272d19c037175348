/** Formats into which a splat can be written, with the name of the file and its type. `ply` is the standard PLY. */
export const EXPORT_FORMATS = {
  ply: { file: 'gaussians.ply', type: 'application/octet-stream' },
  compressed: { file: 'compressed.ply', type: 'application/octet-stream' },
  spz: { file: 'gaussians.spz', type: 'application/octet-stream' },
  sog: { file: 'gaussians.sog', type: 'application/zip' },
  glb: { file: 'gaussians.glb', type: 'model/gltf-binary' },
  html: { file: 'viewer.html', type: 'text/html' },
} as const;

export type ExportFormat = keyof typeof EXPORT_FORMATS;

/** In the order in which they are shown to the user. */
export const EXPORT_NAMES: readonly ExportFormat[] = [
  'ply',
  'compressed',
  'spz',
  'sog',
  'glb',
  'html',
];
