import path from 'node:path';
import { EXIT } from '../command.ts';
import { OutputError } from '../output/output-error.ts';
import { Together } from '../output/write-together.ts';
import { sentenceOf } from '../sentence.ts';
import type { Candidate, OpenCandidate } from '../evaluate/candidates.ts';
import { contactSheet, type ContactItem } from '../evaluate/contact.ts';
import { measure } from '../evaluate/measure.ts';
import { showProgressText } from '../output/progress.ts';
import type { Lpips } from '../evaluate/lpips.ts';
import { placementBeside } from '../evaluate/placement.ts';
import { drawSheet } from '../evaluate/sheet.ts';
import { openSplatCandidate, type Drawing } from '../evaluate/splats.ts';
import type { Truths } from '../evaluate/truths.ts';
import {
  compareJson,
  compareLines,
  compareMarkdown,
  type FailedRow,
  type RowResult,
  type Setting,
} from './report.ts';
import type { Row } from './rows.ts';
import type { Comparing } from './comparing.ts';
import { Runs } from './runs.ts';
import type { Variant } from './variants.ts';

interface Comparison {
  variants: readonly Variant[];
  rows: readonly Row[];
  comparing: Comparing;
  truths: Truths;
  drawing: Drawing;
  lpips?: Lpips;
  setting: Setting;
  /** Path of the output folder. */
  out: string;
}

/** Names of the files that this command writes, besides the runs. */
const OURS = /^compare\.(json|md|png)$/;

/** A row as a candidate. The splat of a view's run is drawn, and made before if it is not there. */
function candidateOf(name: string, row: Row, runs: Runs, drawing: Drawing): Candidate {
  let opened: { folder: string; splat: OpenCandidate } | undefined;
  const open = async (view: number): Promise<OpenCandidate> => {
    const folder = await runs.make(row.runOf(view));
    if (opened?.folder === folder) return opened.splat;
    const ply = path.join(folder, 'gaussians.ply');
    const splat = await openSplatCandidate(ply, await placementBeside(ply), drawing);
    opened = { folder, splat };
    return splat;
  };
  return {
    ...{ name, source: runs.folderOf(row.runOf(0)) },
    open: () => Promise.resolve({ draw: async (i, size) => (await open(i)).draw(i, size) }),
  };
}

/** The name of a row. Variants are named if there are several. */
function nameOf(row: Row, { packName, embeds }: Variant, isOnly: boolean): string {
  const variant = row.kind === 'photo' && embeds !== null ? `${packName}, ${embeds}` : packName;
  return isOnly ? row.name : `${variant}: ${row.name}`;
}

/**
 * Makes all runs, compares each row with the true pictures, prints the figures, and writes them and a sheet. If a row
 * fails, the next ones are still made. Resolves with the exit code.
 * @throws OutputError if results cannot be written, and the error of the first row if all of them fail
 */
export async function compareAll(comparison: Comparison): Promise<number> {
  const { variants, rows, comparing, truths, drawing, lpips, setting, out } = comparison;
  const results: RowResult[] = [];
  const items: ContactItem[][] = [];
  const failed: FailedRow[] = [];
  let first: unknown;
  const done = new Set<string>();
  for (const variant of variants) {
    const runs = await Runs.open(comparing, variant);
    try {
      for (const row of rows) {
        // Rows of posed views do not depend on the embeddings.
        const name = nameOf(row, variant, variants.length === 1);
        if (done.has(name)) continue;
        done.add(name);
        showProgressText(name);
        const candidate = candidateOf(name, row, runs, drawing);
        try {
          const how = { truths, background: drawing.ground, lpips };
          const measured = await measure(candidate, how);
          results.push({ variant, row, result: measured.result });
          items.push(measured.items);
        } catch (error) {
          // The next row would meet the same.
          if (error instanceof OutputError) throw error;
          first ??= error;
          failed.push({ name, reason: sentenceOf(error) });
        }
      }
    } finally {
      runs.dispose();
    }
  }
  if (results.length === 0) throw first;
  const to = await Together.open(out);
  try {
    const text = (content: string) => new TextEncoder().encode(content);
    const json = JSON.stringify(compareJson(setting, results, failed), null, 2);
    await to.add('compare.json', text(`${json}\n`));
    await to.add('compare.md', text(compareMarkdown(setting, results)));
    const names = results.map(({ result }) => result.name);
    await to.add('compare.png', await drawSheet(contactSheet(names, items)));
    await to.finish((name) => OURS.test(name));
  } catch (error) {
    await to.cancel();
    throw error;
  } finally {
    showProgressText('');
  }
  for (const line of compareLines(results)) comparing.context.say(line);
  comparing.context.say(`${out}: compare.json, compare.md, compare.png, and the results in runs/`);
  if (failed.length === 0) return EXIT.done;
  const reasons = failed.map(({ name, reason }) => `${name}: ${reason}`).join(' ');
  const count = results.length + failed.length;
  comparing.context.warn(`${failed.length} of ${count} rows failed. ${reasons}`);
  return EXIT.partly;
}
