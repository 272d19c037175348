import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { en } from '../src/app/i18n/en.ts';
import { errorText } from '../src/app/i18n/index.ts';
import { ko } from '../src/app/i18n/ko.ts';
import { AppError } from '../src/core/errors.ts';
import type { Fault } from '../src/core/faults.ts';
import { importInto } from '../src/test/example-import.ts';
import { MemoryFolder } from '../src/test/memory-folder.ts';
import { REFUSED } from '../src/test/checkpoints/refused.ts';
import { openImportFiles } from './import-files.ts';
import { sentenceOf } from './sentence.ts';
import { REFUSED_LINES } from './test/refused-lines.ts';

/** Advice that helps in these cases only. */
const ADVICE: readonly [advice: RegExp, faults: readonly (Fault | undefined)[]][] = [
  [/\.contiguous\(\)/, ['strided']],
  [/resolve_neg/, ['negated']],
  [/git lfs/, ['lfs-pointer']],
  [/sign in/, ['web-page']],
  [/1\.6/, ['old-torch']],
  [/torch\.load/, ['old-torch', 'compressed']],
  [/torch\.jit/, ['program']],
  [/from_numpy/, ['numpy']],
  [/model\.float\(\)/, ['number-types']],
  [/quantisation/, ['quantised']],
  [/earlier one/, ['not-finite']],
  [/32-bit floats|--dtype/, ['half-range']],
  [/fuse_lora/, ['lora-only']],
  [/attack/, [undefined]],
  [/trust/, [undefined, 'own-class']],
  [/Unpack/, ['archive']],
  [/dcp_to_torch/, ['distributed']],
  [/config\.json|was saved with/, ['config-of-others', 'config-value']],
  [/(C|c)opy/, ['damaged', 'not-json', 'index-of-others']],
  [/[Dd]ownload/, ['damaged', 'lfs-pointer', 'web-page']],
  [/[Rr]eload|[Rr]un again|\bpack\b/, []],
];

/** The error of an import of the files. */
async function errorOf(contents: (typeof REFUSED)[number]['contents']): Promise<AppError> {
  const folder = new MemoryFolder();
  const error: unknown = await importInto(folder, contents()).catch((thrown: unknown) => thrown);
  expect(folder.files.size).toBe(0);
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

describe('a file that cannot be imported', () => {
  it.each(REFUSED)('$what: $fault', async ({ what, code, fault, contents }) => {
    const error = await errorOf(contents);
    expect(error).toMatchObject({ code: code ?? 'checkpoint-invalid', fault });
    const line = sentenceOf(error);
    if (Object.hasOwn(REFUSED_LINES, what)) expect(line).toBe(REFUSED_LINES[what]);

    const page = errorText(error, en);
    const korean = errorText(error, ko);
    for (const text of [page.message, page.hint, korean.message, korean.hint])
      expect(text).not.toMatch(/\{\w*\}|undefined/);
    expect(korean.message).toMatch(/[가-힣]/);
    if (code === 'checkpoint-incomplete') return;
    expect(line.startsWith(page.message.replace(/\.$/, ''))).toBe(true);
    const own = line.slice(page.message.length);
    // The page and the command line give the same advice. Only the names of buttons and options differ.
    if (fault !== 'half-range' && fault !== 'not-json') expect(own.endsWith(page.hint)).toBe(true);
    for (const [advice, faults] of ADVICE)
      for (const hint of [page.hint, own.replace(/^ ?\(.*?\)\. /, '')])
        expect(advice.test(hint), `${String(advice)} in: ${hint}`).toBe(faults.includes(fault));
  });

  it('for every fault, one sentence is written down', () => {
    const lines = REFUSED.filter(({ what }) => Object.hasOwn(REFUSED_LINES, what));
    expect(lines).toHaveLength(Object.keys(REFUSED_LINES).length);
    const written = new Set(lines.map(({ fault }) => fault));
    for (const { fault } of REFUSED) expect(written).toContain(fault);
    const others = (Object.keys(en.faults) as Fault[]).filter((fault) => !written.has(fault));
    // These need a file that breaks while it is read, 10,000 files, or a file of 1 GB. They have tests of their own.
    expect(others).toEqual(['unreadable', 'too-many-files', 'large-tensor']);
  });
});

test('too many files are refused, and the sentence names the one that was too much', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'many-'));
  for (const name of ['a.pt', 'b.pt', 'c.pt']) await writeFile(path.join(folder, name), '');
  await expect(openImportFiles([folder], 3)).resolves.toHaveLength(3);
  const error: unknown = await openImportFiles([folder], 2).catch((thrown: unknown) => thrown);
  expect(sentenceOf(error)).toBe(
    `There are more than 2 files. The last one is ${folder}/c.pt. Give only the folder of the checkpoint.`,
  );
  await rm(folder, { recursive: true });
});

test.each<[Fault, Record<string, string>, string]>([
  [
    'unreadable',
    { file: 'a.pt' },
    'The file a.pt could not be read. Check that it is still there, and that you may read it.',
  ],
  [
    'large-tensor',
    { file: 'a.pt', tensor: 'w', size: '1.20 GB' },
    'The tensor w in a.pt takes 1.20 GB, which is too large for one file. Import it again with --dtype f16 or q8.',
  ],
])('the sentence of %s', (fault, values, line) => {
  const error = new AppError('checkpoint-invalid', { message: 'a.pt: x', values, fault });
  expect(sentenceOf(error)).toBe(line);
});
