export { EXPORT_FORMATS, EXPORT_NAMES, type ExportFormat } from './formats.ts';
export { useWebpAt } from './library.ts';
export { openAnySplat } from './read.ts';
export { exportSplat } from './write.ts';
