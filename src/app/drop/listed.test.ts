import { describe, expect, it } from 'vitest';
import { listFiles, MAX_FILES } from './listed.ts';

/** A folder's content: texts are files, null is something that the browser cannot open. */
interface Tree {
  [name: string]: string | null | Tree;
}

const BATCH = 100;
const fails = (_: unknown, reject?: (error: DOMException) => void) =>
  reject?.(new DOMException('not allowed', 'NotAllowedError'));

/** The part of an entry that every entry has. */
const base = (name: string, path: string) => ({
  name,
  fullPath: path,
  filesystem: { name: 'dropped' } as FileSystem,
  getParent: () => undefined,
});

function entryOf(name: string, content: Tree[string], parent = ''): FileSystemEntry {
  const path = `${parent}/${name}`;
  if (content === null || typeof content === 'string') {
    const file: FileSystemFileEntry['file'] = (resolve, reject) =>
      content === null ? fails(null, reject) : resolve(new File([content], name));
    const entry: FileSystemFileEntry = {
      ...base(name, path),
      isFile: true,
      isDirectory: false,
      file,
    };
    return entry;
  }
  return folderOf(name, content, parent);
}

/** A folder that gives its entries in batches, as browsers do. */
function folderOf(name: string, content: Tree, parent = ''): FileSystemDirectoryEntry {
  const path = `${parent}/${name}`;
  return {
    ...base(name, path),
    isFile: false,
    isDirectory: true,
    createReader: () => {
      const entries = Object.entries(content).map(([child, of]) => entryOf(child, of, path));
      return { readEntries: (resolve) => resolve(entries.splice(0, BATCH)) };
    },
    getDirectory: () => undefined,
    getFile: () => undefined,
  };
}

const live = () => new AbortController().signal;
const paths = async (tree: Tree, files: File[] = []) => {
  const folders = Object.entries(tree).map(([name, content]) => folderOf(name, content as Tree));
  const { files: listed, tooMany } = await listFiles({ files, folders }, live());
  return { paths: listed.map(({ path }) => path), tooMany };
};
const numbered = (count: number): Tree =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}.png`, '']));

describe('listing a drop', () => {
  it('gives the files of folders with their paths', async () => {
    const tree = { mouse: { 'a.png': 'a', sub: { 'b.png': 'b' }, empty: {} } };
    expect((await paths(tree, [new File(['c'], 'c.png')])).paths).toEqual([
      'c.png',
      'mouse/a.png',
      'mouse/sub/b.png',
    ]);
  });

  it('takes the path of a chosen folder', async () => {
    const file = new File(['a'], 'a.png');
    Object.defineProperty(file, 'webkitRelativePath', { value: 'chosen/a.png' });
    expect((await paths({}, [file])).paths).toEqual(['chosen/a.png']);
  });

  it('reads more than one batch of a folder', async () => {
    expect((await paths({ many: numbered(250) })).paths).toHaveLength(250);
  });

  it('leaves out hidden files and those of file managers', async () => {
    const tree = {
      mouse: {
        ...{ '.DS_Store': '', 'Thumbs.db': '', 'desktop.ini': '', '.git': { config: '' } },
        ...{ __MACOSX: { 'a.png': '' }, 'a.png': 'a', 'not.hidden': '' },
      },
    };
    const files = ['.hidden.png', 'Thumbs.db'].map((name) => new File([], name));
    expect((await paths(tree, files)).paths).toEqual(['mouse/a.png', 'mouse/not.hidden']);
  });

  it('lists what the browser cannot open, without its bytes', async () => {
    const locked = folderOf('locked', {});
    locked.createReader = () => ({
      readEntries: fails as FileSystemDirectoryReader['readEntries'],
    });
    const { files } = await listFiles(
      { files: [], folders: [folderOf('mouse', { 'a.png': null, 'b.png': 'b' }), locked] },
      live(),
    );
    expect(files.map(({ path, blob }) => [path, blob === null])).toEqual([
      ['mouse/a.png', true],
      ['mouse/b.png', false],
      ['locked', true],
    ]);
  });

  it('says if there are too many files', async () => {
    expect(await paths({ most: numbered(MAX_FILES) })).toMatchObject({ tooMany: false });
    const more = await paths({ more: numbered(MAX_FILES), other: numbered(5) });
    expect(more.tooMany).toBe(true);
    expect(more.paths).toHaveLength(MAX_FILES);
  });

  it('opens no more folders when there are too many files', async () => {
    const opened: string[] = [];
    const last = folderOf('last', {});
    last.createReader = () => {
      opened.push('last');
      return { readEntries: (resolve) => resolve([]) };
    };
    const folders = [folderOf('all', numbered(MAX_FILES + 1)), last];
    expect(await listFiles({ files: [], folders }, live())).toMatchObject({ tooMany: true });
    expect(opened).toEqual([]);
  });

  it('can be stopped while a folder hangs', async () => {
    const controller = new AbortController();
    const hangs = folderOf('hangs', {});
    hangs.createReader = () => ({ readEntries: () => undefined });
    const waiting = listFiles({ files: [], folders: [hangs] }, controller.signal);
    controller.abort(new DOMException('stopped', 'AbortError'));
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
