import type { Size } from '../../src/core/camera/files/index.ts';
import { countsOf, figuresOf } from '../../src/core/metrics/figures.ts';
import { BACKGROUND } from '../../src/core/rasterize/rules.ts';
import { detailBox } from '../../src/pipeline/posed/detail-box.ts';
import type { CommandContext } from '../command.ts';
import { Together } from '../output/write-together.ts';
import type { Candidate } from './candidates.ts';
import { contactSheet, reducedPanels, type ContactItem } from './contact.ts';
import type { Lpips } from './lpips.ts';
import { cropPanels, panelsOf, viewSheet } from './panels.ts';
import { reportJson, reportLines, reportMarkdown, type Result, type Setting } from './report.ts';
import { drawSheet } from './sheet.ts';
import { fractionOf } from './truth.ts';
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

/** Shows the progress on stderr if stderr is a terminal. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

/** Compares one candidate with all true pictures, and adds a sheet of each. */
async function compare(
  { name, source, open }: Candidate,
  suffix: string,
  { truths, setting: { background: ground }, lpips }: Comparisons,
  to: Together,
): Promise<{ result: Result; items: ContactItem[] }> {
  const { draw, ...facts } = await open();
  const background = BACKGROUND[ground];
  const items: ContactItem[] = [];
  const views: Result['views'][number][] = [];
  for (const [i, view] of truths.views.entries()) {
    showProgress(`${name}: ${i} of ${truths.views.length}`);
    const truth = await truths.read(i);
    const { image, mask, maskFrom } = truth;
    const { width, height }: Size = image;
    const drawn = await draw(i, { width, height });
    const { covered } = drawn;
    const counted = countsOf({ truth: image, drawn: drawn.image, mask, covered, background });
    const counts = { ...counted, lpips: await lpips?.distance(image, drawn.image) };
    const figures = figuresOf(counts);
    const panels = panelsOf(truth, drawn, background);
    const box = detailBox(truth);
    const sheet = `view_${`${i}`.padStart(3, '0')}${suffix}.png`;
    await to.add(
      sheet,
      await drawSheet(viewSheet(`${view.name}  –  ${name}`, figures, panels, box)),
    );
    items.push({ view: view.name, figures, panels: reducedPanels(cropPanels(panels, box)) });
    const maskFraction = Number(fractionOf(mask).toFixed(6));
    views.push({ name: view.name, width, height, maskFrom, maskFraction, counts, sheet });
  }
  return { result: { name, source, ...facts, views }, items };
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
    showProgress('');
    for (const line of reportLines(results)) say(line);
    say(`${out}: metrics.json, metrics.md, contact.png, and a sheet for each view`);
  } catch (error) {
    await to.cancel();
    throw error;
  } finally {
    showProgress('');
  }
}
