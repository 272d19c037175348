import { expect, test } from 'vitest';
import { MemoryFolder } from '../../../test/memory-folder.ts';
import { writeJournal } from './journal.ts';
import { writeText } from './sink.ts';
import { tidy } from './tidy.ts';

test('finished files and the journal stay, unfinished files are removed', async () => {
  const folder = new MemoryFolder();
  for (const name of ['a.safetensors', 'b.safetensors']) await writeText(folder, name, 'abc');
  await writeJournal(folder, 'x', [{ name: 'a.safetensors', bytes: 3, sha256: '0' }]);
  expect(await tidy(folder, [...folder.files.keys()])).toBe(3);
  expect([...folder.files.keys()]).toEqual(['a.safetensors', 'import.json']);
});

test('without a finished file everything is removed', async () => {
  const folder = new MemoryFolder();
  await writeText(folder, 'a.safetensors', 'abc');
  expect(await tidy(folder, [...folder.files.keys()])).toBe(0);
  expect(folder.files.size).toBe(0);
});
