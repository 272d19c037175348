import type { CommandContext } from '../command.ts';
import { Together } from '../output/write-together.ts';
import type { Candidate } from './candidates.ts';
import { contactSheet } from './contact.ts';
import type { Lpips } from './lpips.ts';
import { showProgressText } from '../output/progress.ts';
import { measure } from './measure.ts';
import { viewSheet } from './panels.ts';
import { reportJson, reportLines, reportMarkdown, type Setting } from './report.ts';
import { drawSheet } from './sheet.ts';
import type { Truths } from './truths.ts';

/** Names of the files that this command writes. */
const OURS = /^(metrics\.(json|md)|contact\.png|view_\d{3,}(_.+)?\.png)$/;

/** What one evaluation compares. */
interface Comparisons {
  candidates: readonly Candidate[];
  truths: Truths;
  setting: Setting;
  /** Path of the output folder. */
  out: string;
  /** Computes LPIPS, if its weights are given. */
  lpips?: Lpips;
}

/** The part of the sheets' names that tells candidates apart. Empty for a single candidate. */
function suffixesOf(candidates: readonly Candidate[]): string[] {
  if (candidates.length === 1) return [''];
  const plain = candidates.map(({ name }) => name.replace(/[^\p{L}\p{N}.-]+/gu, '-'));
  const isUnique = new Set(plain.map((name) => name.toLowerCase())).size === plain.length;
  return plain.map((name, i) => (isUnique ? `_${name}` : `_${i + 1}-${name}`));
}

/** Compares one candidate with all true pictures, and adds a sheet of each. */
function compare(
  candidate: Candidate,
  suffix: string,
  { truths, setting: { background }, lpips }: Comparisons,
  to: Together,
) {
  const { name } = candidate;
  return measure(
    candidate,
    { truths, background, lpips },
    async ({ i, view, figures, ...drawn }) => {
      const { panels, box } = drawn;
      const sheet = `view_${`${i}`.padStart(3, '0')}${suffix}.png`;
      const content = viewSheet(`${view.name}  –  ${name}`, figures, panels, box);
      await to.add(sheet, await drawSheet(content));
      return { sheet };
    },
  );
}

/** Compares all candidates with the true pictures, prints the figures, and writes them and the sheets. */
export async function evaluateAll(
  comparisons: Comparisons,
  { say }: Pick<CommandContext, 'say'>,
): Promise<void> {
  const { candidates, setting, out } = comparisons;
  const suffixes = suffixesOf(candidates);
  const to = await Together.open(out);
  try {
    const compared = [];
    for (const [i, candidate] of candidates.entries())
      compared.push(await compare(candidate, suffixes[i], comparisons, to));
    const results = compared.map(({ result }) => result);
    const sheet = contactSheet(
      candidates.map(({ name }) => name),
      compared.map(({ items }) => items),
    );
    await to.add('contact.png', await drawSheet(sheet));
    const text = new TextEncoder();
    const json = JSON.stringify(reportJson(setting, results), null, 2);
    await to.add('metrics.json', text.encode(`${json}\n`));
    await to.add('metrics.md', text.encode(reportMarkdown(setting, results)));
    await to.finish((name) => OURS.test(name));
    showProgressText('');
    for (const line of reportLines(results)) say(line);
    say(`${out}: metrics.json, metrics.md, contact.png, and a sheet for each view`);
  } catch (error) {
    await to.cancel();
    throw error;
  } finally {
    showProgressText('');
  }
}
