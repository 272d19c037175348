import { describe, expect, it } from 'vitest';
import { LANGS } from '../../core/languages.ts';
import { FILE_KINDS, type FileKind } from '../../worker/dropped/kinds.ts';
import { messages } from '../i18n/index.ts';
import { decide, type RecordNews } from './decide.ts';
import { dropText } from './sentences.ts';
import { shortName } from './short-name.ts';

const said = (lang: (typeof LANGS)[number], files: [path: string, kind: FileKind][]) => {
  const sorted = files.map(([path, kind]) => ({ path, kind, blob: new Blob() }));
  const { notice } = decide({
    files: sorted,
    tooMany: false,
    panel: 'closed',
    queueWorks: false,
  });
  return notice && dropText(notice, messages[lang]);
};

const photos = (count: number): [string, FileKind][] =>
  Array.from({ length: count }, (_, i) => [`mouse/cam${i + 1}.png`, 'photo']);

/** Two pictures and a camera file in a folder. */
const sample = (folder: string): [string, FileKind][] => [
  [`${folder}/a.png`, 'photo'],
  [`${folder}/b.png`, 'photo'],
  [`${folder}/cameras.json`, 'cameras'],
];

/** Kinds that are refused if nothing else was dropped. */
const REFUSED = FILE_KINDS.filter(
  (kind) => !['photo', 'weights', 'named-weights', 'config'].includes(kind),
);

describe.each(LANGS)('in %s', (lang) => {
  it('every kind has a sentence of its own that names the file', () => {
    const sentences = REFUSED.map((kind) => {
      const text = said(lang, [['x/file.dat', kind]]);
      expect(text?.message, kind).toContain('file.dat');
      expect(text?.message, kind).not.toContain('x/');
      expect(text?.hints, kind).toHaveLength(1);
      return text?.message;
    });
    expect(new Set(sentences).size).toBe(REFUSED.length);
  });

  it('no placeholder stays', () => {
    const all = [
      ...REFUSED.map((kind) => said(lang, [['a', kind]])),
      said(lang, [...photos(12), ['mouse/cams.json', 'cameras'], ['a.csv', 'text']]),
      said(lang, [...photos(12), ['a.csv', 'text']]),
      said(lang, [...sample('a'), ...sample('b'), ['a.csv', 'text']]),
      said(lang, [...sample('a'), ['a/a.csv', 'text']]),
      said(lang, [...photos(9), ['m.pt', 'weights']]),
      said(lang, [...photos(1), ['run.json', 'run']]),
      ...(['too-many', 'nothing', 'panel-open', 'writing'] as const).map((code) =>
        dropText({ code, about: [{ name: 'a.png', kind: 'photo' }], leftOut: [] }, messages[lang]),
      ),
      ...[undefined, { differences: [], runs: true, photo: 'a.jpg' }, ALL_DIFFER].map((record) =>
        dropText(
          {
            ...{ code: record ? 'record' : 'record-damaged', leftOut: [] },
            about: [{ name: 'run.json', kind: 'run' }],
            ...(record && { record }),
          },
          messages[lang],
        ),
      ),
    ];
    for (const text of all) {
      expect(text).not.toBeNull();
      expect([text?.message, ...(text?.hints ?? [])].join(' ')).not.toMatch(/[{}]|undefined/);
    }
  });
});

/** Everything that a run.json can differ in. */
const ALL_DIFFER: RecordNews = {
  ...{ runs: false, photo: null },
  differences: [
    { key: 'packMissing', values: { pack: 'p' } },
    { key: 'packChanged', values: { pack: 'p', files: 'f' } },
    { key: 'version', values: { theirs: '1', ours: '2' } },
    { key: 'backend', values: { theirs: 'CPU', ours: 'GPU' } },
    { key: 'refused', values: { names: 'n' } },
    { key: 'otherPhoto', values: { photo: 'a.jpg' } },
    { key: 'ofPosedViews', values: {} },
    { key: 'ofPhoto', values: { photo: 'a.jpg' } },
  ],
};

describe('the sentences', () => {
  it('several photos: what was left out', () => {
    expect(said('en', [...photos(12), ['mouse/labels.csv', 'text']])).toEqual({
      message: messages.en.dropped.several,
      hints: ['Left out: labels.csv (text).'],
    });
    expect(said('en', photos(12))).toBeNull();
  });

  it('a sample: how many pictures, its name, and what was left out', () => {
    expect(said('en', [...sample('rig'), ['rig/labels.csv', 'text']])).toEqual({
      message: 'These are posed views: 2 pictures with their cameras (rig).',
      hints: ['Left out: labels.csv (text).'],
    });
    expect(said('en', sample('rig'))).toBeNull();
  });

  it('several samples: what was left out', () => {
    expect(said('en', [...sample('d/s2'), ...sample('d/s10'), ['d/list.txt', 'text']])).toEqual({
      message: messages.en.dropped.several,
      hints: ['Left out: list.txt (text).'],
    });
    expect(said('en', [...sample('d/s2'), ...sample('d/s10')])).toBeNull();
  });

  it('many files: three names and the number of the others', () => {
    const files = ['a', 'b', 'c', 'd', 'e'].map((name): [string, FileKind] => [name, 'splat']);
    expect(said('en', files)).toMatchObject({
      message: 'None of these 5 files is a photo.',
      hints: ['a (splat), b (splat), c (splat) and 2 more.', expect.stringMatching(/SuperSplat/)],
    });
  });

  it('files of different kinds get a general hint', () => {
    const files: [string, FileKind][] = [
      ['a', 'splat'],
      ['b', 'video'],
    ];
    expect(said('en', files)?.hints).toEqual([
      'a (splat), b (video).',
      messages.en.dropped.none.hint,
    ]);
  });

  it('names with braces and dollars stay as they are', () => {
    expect(said('en', [['{count}$&.csv', 'text']])?.message).toContain('{count}$&.csv');
  });
});

describe('shortName', () => {
  it.each([
    ['cam1.png', 'cam1.png'],
    ['a'.repeat(40), 'a'.repeat(40)],
    [`${'a'.repeat(60)}_cam7.png`, `${'a'.repeat(20)}…${'a'.repeat(10)}_cam7.png`],
    ['line\nbreak\u202egnp.exe\u0007', 'line\ufffdbreak\ufffdgnp.exe\ufffd'],
    ['half \ud83d', 'half \ufffd'],
  ])('%j', (name, short) => {
    expect(shortName(name)).toBe(short);
  });

  it('cuts neither syllables nor pairs apart', () => {
    const name = '생쥐'.repeat(30).normalize('NFD');
    expect(shortName(name, 9)).toBe('생쥐생쥐…생쥐생쥐');
    expect(shortName('🐁'.repeat(30), 5)).toBe('🐁🐁…🐁🐁');
  });

  it('the result is never longer than asked', () => {
    for (const length of [3, 4, 9, 32])
      for (let n = 1; n < 60; n++)
        expect([...shortName('x'.repeat(n), length)].length).toBe(Math.min(n, length));
  });
});
