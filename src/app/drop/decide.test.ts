import { describe, expect, it } from 'vitest';
import type { FileKind, SortedFile } from '../../worker/dropped/kinds.ts';
import { decide, isRefusal, type Mixture } from './decide.ts';

/** Files from `name:kind`. Without a kind: a photo. */
const filesOf = (words: string): SortedFile[] =>
  words
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const [path, kind = 'photo'] = word.split(':');
      return { path, kind: kind as FileKind, blob: new Blob([path]) };
    });

const REST = { tooMany: false, panel: 'closed', queueWorks: false } as const;

const decided = (words: string, more: Partial<Mixture> = {}) => {
  const files = filesOf(words);
  const { photo, sample, queued, parts, splats, record, notice } = decide({
    files,
    ...REST,
    ...more,
  });
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).join(' ');
  return {
    ...(photo && { photo: photo.path }),
    ...(sample && { sample: sample.pictures.map(({ path }) => path).join(' ') }),
    ...(queued && {
      queued: queued
        .map(({ kind, path }) => (kind === 'photo' ? path : `${kind}:${path}`))
        .join(' '),
    }),
    ...(parts && { parts: parts.map(({ path }) => path).join(' ') }),
    ...(record && { record: record.path }),
    ...(splats && { splats: splats.map(({ path }) => path).join(' ') }),
    ...(notice && {
      code: notice.code,
      about: names(notice.about),
      leftOut: names(notice.leftOut),
    }),
  };
};

const none = { about: '', leftOut: '' };

describe('a mixture of files', () => {
  it.each<[what: string, files: string, decision: object]>([
    ['one photo', 'a.png', { photo: 'a.png' }],
    ['one photo in a folder', 'x/a.png', { photo: 'x/a.png' }],
    ...['json', 'result', 'cameras', 'config', 'splat', 'video', 'archive', 'text', 'empty'].map(
      (kind): [string, string, object] => [
        `one photo beside ${kind}`,
        `a.png b:${kind}`,
        { photo: 'a.png', code: 'one', about: 'a.png', leftOut: 'b' },
      ],
    ),
    [
      'one photo behind other files',
      'a.csv:text b:unreadable d/c.png z:named-weights',
      { photo: 'd/c.png', code: 'one', about: 'c.png', leftOut: 'a.csv b z' },
    ],
    ['two photos', 'a.png b.png', { queued: 'a.png b.png' }],
    [
      'a folder of photos with labels',
      'd/a.csv:text d/cam1.png d/cam2.png d/cam10.png',
      {
        queued: 'd/cam1.png d/cam2.png d/cam10.png',
        code: 'several',
        about: 'cam1.png cam2.png cam10.png',
        leftOut: 'a.csv',
      },
    ],
    ['pictures with their cameras', 'a.png b.png c.json:cameras', { sample: 'a.png b.png' }],
    [
      'a sample beside other files',
      's/a.png s/b.png s/c.json:cameras s/n.csv:text',
      { sample: 's/a.png s/b.png', code: 'sample', about: 's', leftOut: 'n.csv' },
    ],
    [
      'a sample with a preview in its folder',
      's/images/a.png s/images/b.png s/c.json:cameras s/preview.png',
      {
        sample: 's/images/a.png s/images/b.png',
        code: 'sample',
        about: 's',
        leftOut: 'preview.png',
      },
    ],
    [
      'two samples',
      'd/1/a.png d/1/b.png d/1/c.json:cameras d/2/a.png d/2/b.png d/2/c.json:cameras',
      { queued: 'sample:d/1 sample:d/2' },
    ],
    [
      'samples and photos in one folder, with other files',
      'd/10/a.png d/10/b.png d/10/c.json:cameras d/9/a.png d/9/b.png d/9/c.json:cameras d/9.png d/x/1.png d/n:text',
      {
        queued: 'sample:d/9 d/9.png sample:d/10 d/x/1.png',
        code: 'several',
        about: '9.png 1.png 9 10',
        leftOut: 'n',
      },
    ],
    [
      'one sample and one photo',
      's/a.png s/b.png s/c.json:cameras z.png',
      { queued: 'sample:s z.png' },
    ],
    [
      'a sample beside weights',
      'a.png b.png c.json:cameras m.pt:weights',
      { parts: 'c.json m.pt', code: 'parts', ...none, leftOut: 'a.png b.png' },
    ],
    ['weights', 'm.pt:weights', { parts: 'm.pt' }],
    [
      'a folder of a checkpoint',
      'm/LICENSE:text m/config.json:config m/m.pt:weights m/x.zip:archive',
      { parts: 'm/LICENSE m/config.json m/m.pt m/x.zip' },
    ],
    [
      'weights and one photo',
      'a.png m.pt:weights',
      { parts: 'm.pt', code: 'parts', ...none, leftOut: 'a.png' },
    ],
    [
      'weights, photos and an unreadable file',
      'a.png b.png c:unreadable m.pt:weights o.json:cameras',
      { parts: 'm.pt o.json', code: 'parts', ...none, leftOut: 'a.png b.png c' },
    ],
    ['a config alone', 'config.json:config', { parts: 'config.json' }],
    ['damaged weights alone', 'm.pt:named-weights', { parts: 'm.pt' }],
    ['damaged weights and cameras', 'm.pt:named-weights o.json:cameras', { parts: 'm.pt o.json' }],
    ['a splat', 'a.ply:splat', { splats: 'a.ply' }],
    ['a splat of another format', 'a.spz:splat', { splats: 'a.spz' }],
    ['a packed splat', 'a.ply.gz:splat', { code: 'no-photo', about: 'a.ply.gz', leftOut: '' }],
    [
      'a sequence with its films and pictures',
      's/frame1.ply:splat s/frame2.ply:splat s/view_00.mp4:video s/view_00/frame_000001.png',
      {
        splats: 's/frame1.ply s/frame2.ply',
        code: 'splats',
        ...none,
        leftOut: 'view_00.mp4 frame_000001.png',
      },
    ],
    [
      'the folder of one result',
      's/gaussians.ply:splat s/input.png',
      { photo: 's/input.png', code: 'one', about: 'input.png', leftOut: 'gaussians.ply' },
    ],
    [
      'a run.json',
      'd/run.json:run',
      { record: 'd/run.json', code: 'record', about: 'run.json', leftOut: '' },
    ],
    [
      'a run.json with its photo and a table',
      'a.png n.csv:text run.json:run',
      {
        ...{ record: 'run.json', photo: 'a.png', code: 'record', about: 'run.json' },
        leftOut: 'n.csv',
      },
    ],
    [
      'a run.json with its sample',
      's/a.png s/b.png s/c.json:cameras run.json:run',
      {
        record: 'run.json',
        sample: 's/a.png s/b.png',
        code: 'record',
        about: 'run.json',
        leftOut: '',
      },
    ],
    [
      'a run.json with two photos',
      'a.png b.png run.json:run',
      { queued: 'a.png b.png', code: 'several', about: 'a.png b.png', leftOut: 'run.json' },
    ],
    [
      'two run.json',
      'a/run.json:run b/run.json:run',
      { code: 'no-photo', about: 'run.json run.json', leftOut: '' },
    ],
    ['two splats with different names', 'a.ply:splat b.ply:splat', { splats: 'a.ply b.ply' }],
    ['cameras alone', 'o.json:cameras', { code: 'no-photo', about: 'o.json', leftOut: '' }],
    ['a video and a table', 'a:video b:text', { code: 'no-photo', about: 'a b', leftOut: '' }],
    ['nothing', '', { code: 'nothing', ...none }],
  ])('%s', (_, files, decision) => {
    expect(decided(files)).toEqual(decision);
  });

  it.each<[files: string, decision: object]>([
    ['o.json:cameras', { parts: 'o.json' }],
    ['a.ply:splat', { parts: 'a.ply' }],
    ['a.png o.json:cameras', { parts: 'o.json', code: 'parts', ...none, leftOut: 'a.png' }],
    ['a.png', { code: 'panel-open', about: 'a.png', leftOut: '' }],
    ['a.png b:unreadable', { code: 'panel-open', about: 'a.png b', leftOut: '' }],
    ['b:unreadable', { code: 'no-photo', about: 'b', leftOut: '' }],
  ])('in the open import panel: %s', (files, decision) => {
    expect(decided(files, { panel: 'open' })).toEqual(decision);
  });

  it.each([
    ['a.png', { queued: 'a.png' }],
    [
      'a.png run.json:run',
      { queued: 'a.png', code: 'several', about: 'a.png', leftOut: 'run.json' },
    ],
    ['a.png b:text', { queued: 'a.png', code: 'several', about: 'a.png', leftOut: 'b' }],
    ['m.pt:weights', { parts: 'm.pt' }],
    ['a b c.json:cameras', { queued: 'sample:c' }],
    [
      's/a s/b s/c.json:cameras s/n:text',
      { queued: 'sample:s', code: 'several', about: 's', leftOut: 'n' },
    ],
  ])('while the queue runs: %s', (files, decision) => {
    expect(decided(files, { queueWorks: true })).toEqual(decision);
  });

  it.each(['a.png', 'm.pt:weights', 'a:text'])('while an import is written: %s', (files) => {
    expect(decided(files, { panel: 'writing' })).toMatchObject({ code: 'writing' });
  });

  it('of too many files is refused', () => {
    expect(decided('', { tooMany: true })).toEqual({ code: 'too-many', ...none });
  });

  it('a notice about a photo that runs, or about an import, is no refusal', () => {
    const refused = (words: string) => {
      const { notice } = decide({ files: filesOf(words), ...REST });
      return notice && isRefusal(notice);
    };
    expect(['a b c:text', 'a b:text', 'a b:weights', 'a:text', ''].map(refused)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});
