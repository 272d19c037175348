import { expect, test } from 'vitest';
import { tab } from '../../test/queue/tab.ts';
import { saveQueueFolder } from './save.ts';

/** A folder in memory, as far as saving uses it. */
function memoryFolder(files = new Map<string, string>(), path = ''): FileSystemDirectoryHandle {
  const folder: Partial<FileSystemDirectoryHandle> = {
    getDirectoryHandle: async (name) => memoryFolder(files, `${path}${name}/`),
    getFileHandle: async (name) => {
      const write = async (bytes: Uint8Array) =>
        void files.set(`${path}${name}`, new TextDecoder().decode(bytes));
      const file: Partial<FileSystemFileHandle> = {
        createWritable: async () =>
          new WritableStream<Uint8Array>({ write }) as FileSystemWritableFileStream,
      };
      return file as FileSystemFileHandle;
    },
  };
  return folder as FileSystemDirectoryHandle;
}

/** A queue with one finished item. `lose(n)`: the next n reads find nothing, and each calls `onLost`. */
async function finished() {
  const page = tab();
  await page.queue.actions.add([{ kind: 'photo', path: 'q.png', blob: new Blob(['q']) }]);
  (await page.runOf('q.png')).finish();
  await page.rests();
  const { outputs, store } = page.queue;
  const read = outputs.output.bind(outputs);
  const lose = (onLost: () => void) => {
    outputs.output = async () => {
      outputs.output = read;
      onLost();
      return null;
    };
  };
  const files = new Map<string, string>();
  const save = () =>
    saveQueueFolder(page.queue, { showDirectoryPicker: async () => memoryFolder(files) });
  return { page, store, lose, save, files };
}

test('files that go while they are saved, because the item gets others, are saved anew', async () => {
  const { store, lose, save, files } = await finished();
  // As a correction does it: the record is replaced together with its files.
  lose(() => store.setState(({ items }) => ({ items: items.map((item) => ({ ...item })) })));
  await save();
  expect(store.getState()).toMatchObject({ saved: 1, problem: null });
  expect([...files.keys()]).toContain('q/gaussians.ply');
});

test('a file that is lost is said', async () => {
  const { store, lose, save } = await finished();
  lose(() => undefined);
  await save();
  expect(store.getState()).toMatchObject({ saved: null, saving: null });
  expect(store.getState().problem).not.toBeNull();
});

test('an item that gets other files while they are saved is saved anew', async () => {
  const { store, page, save, files } = await finished();
  const { outputs } = page.queue;
  const read = outputs.output.bind(outputs);
  let reads = 0;
  outputs.output = async (item, name) => {
    reads += 1;
    if (reads === 1) store.setState(({ items }) => ({ items: items.map((one) => ({ ...one })) }));
    return reads === 1 ? new Blob(['old']) : read(item, name);
  };
  await save();
  expect(store.getState().saved).toBe(1);
  expect([...files.values()]).not.toContain('old');
});
