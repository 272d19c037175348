import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../../../docs/formats.md', import.meta.url), 'utf8');

/** The first two cells of the rows of a section's tables of files in docs/formats.md, up to the next heading of a level. */
export function formatsTable(heading: string, until: string): [kind: string, treatment: string][] {
  const section = text.slice(text.indexOf(`\n## ${heading}\n`) + 1).split(until)[0];
  const rows = section.matchAll(/^\| (.+?) \| (read|refused|ignored) \|/gm);
  return [...rows].map(([, kind, treatment]) => [kind, treatment]);
}
