export { readPly } from './ply/read.ts';
export { plyBlob, writePly, writePlyChunks, type PlyVariant } from './ply/write.ts';
