export { readPly } from './read.ts';
export { plyBlob, writePly, writePlyChunks, type PlyVariant } from './write.ts';
