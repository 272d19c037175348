export { brokenText, openSplat, type OpenedSplat } from './open.ts';
export { readPly } from './read.ts';
export { plyBlob, writePly, writePlyChunks, type PlyVariant } from './write.ts';
