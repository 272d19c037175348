import { en } from '../../src/app/i18n/en.ts';
import {
  causeSentences,
  rowName,
  shareText,
  verdictSentences,
} from '../../src/app/i18n/losses/sentences.ts';
import type { LossReport } from '../../src/core/metrics/loss-report.ts';
import { figureText, HEADINGS } from './numbers.ts';
import { markdownCells, textCells } from './table.ts';

const text = en.losses;

const cellsOf = (report: LossReport): string[][] => [
  [text.columns.left, HEADINGS.psnrMask, HEADINGS.iou, text.columns.share],
  ...report.stages.map((row) => [
    rowName(row, report, text),
    figureText('psnrMask', row),
    figureText('iou', row),
    shareText(row, text),
  ]),
];

const sentencesOf = (report: LossReport): string[] => [
  ...verdictSentences(report, text),
  ...causeSentences(report, text),
];

/** Where a splat loses, as lines of text. None if it is not known. */
export const lossLines = (report: LossReport | undefined): string[] =>
  report ? ['', text.label, ...textCells(cellsOf(report)), ...sentencesOf(report)] : [];

/** Where a splat loses, as parts of a Markdown file. */
export const lossMarkdown = (report: LossReport | undefined): string[] =>
  report
    ? [
        `**${text.label}**`,
        markdownCells(cellsOf(report)),
        sentencesOf(report).join(' '),
        `${text.truth.posed} ${text.figures}`,
      ]
    : [];
