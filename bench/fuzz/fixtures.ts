import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Bytes } from './target.ts';

/** The folder of the project. The fuzzer and its tests start there. */
const root = process.cwd();

const read = (file: string): Bytes => Uint8Array.from(readFileSync(path.join(root, file)));

const filesIn = (folder: string, ending: string): Bytes[] =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => read(path.join(folder, name)));

/** Recorded files of the project, as seeds. */
export const fixtures = {
  torchFiles: () => filesIn('models/parity/torch', '.pt'),
  plys: () => filesIn('models/parity/ply', '.ply'),
  remover: () => read('models/parity/remover_u2net.onnx'),
  demoPack: () => read('models/mouse-demo/pack.json'),
  photos: () =>
    ['e2e/fixtures/photo.heic', 'public/samples/table-crouching.jpg'].map((file) =>
      read(file).slice(0, 3000),
    ),
};
