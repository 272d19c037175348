export { readPly } from './ply-read.ts';
export { writePly, type PlyVariant } from './ply-write.ts';
