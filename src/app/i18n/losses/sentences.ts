import { adviceOf, partOf, type LossReport } from '../../../core/metrics/loss-report.ts';
import { meanOf } from '../../../core/metrics/figures.ts';
import type { LossStage, StageLeft } from '../../../core/metrics/losses.ts';
import { fill, type Messages } from '../index.ts';

type Texts = Messages['losses'];

/** A fraction in whole percent. Only 1 is 100 %. */
const percentOf = (part: number): number => (part < 1 ? Math.min(99, Math.round(100 * part)) : 100);

/** Name of a row of the table. */
export function rowName({ stage }: StageLeft, report: LossReport, text: Texts): string {
  const isSplit = report.stages.some((other) => other.stage === 'cameras');
  const name = stage === 'cloud' && isSplit ? text.moved : text.rows[partOf(report.input, stage)];
  return fill(name, { size: report.viewSize });
}

/** The share of a row: `–` if it is not known. */
export const shareText = ({ share }: StageLeft, text: Texts): string =>
  share === null ? '–' : fill(text.percent, { value: percentOf(share) });

/** Which stage loses most, and what can be done about it. */
export function verdictSentences(report: LossReport, text: Texts): string[] {
  const { verdict, stages, input, viewSize, fit, movedPixels = 0 } = report;
  const where = (stage: LossStage) => text.where[partOf(input, stage)];
  const share = stages.find(({ stage }) => stage === verdict.stage)?.share ?? 0;
  const advice = adviceOf(report);
  return [
    fill(text.verdict[verdict.kind], {
      where: verdict.stage ? where(verdict.stage) : '',
      percent: percentOf(share),
    }),
    ...(verdict.outline ? [fill(text.verdict.outline, { where: where(verdict.outline) })] : []),
    ...(advice
      ? [
          fill(text.advice[advice], {
            ...{ size: viewSize, view: (fit?.view ?? 0) + 1, moved: movedPixels.toFixed(1) },
          }),
        ]
      : []),
  ];
}

/** What else is known of likely causes. */
export function causeSentences({ fit, movedPixels = 0 }: LossReport, text: Texts): string[] {
  const moved = movedPixels.toFixed(1);
  return [
    ...(fit
      ? [
          fill(percentOf(fit.least) === 100 ? text.fitAll : text.fit, {
            mean: percentOf(fit.mean),
            least: percentOf(fit.least),
            view: fit.view + 1,
          }),
        ]
      : []),
    ...(moved === '0.0' ? [] : [fill(text.movedBy, { moved })]),
  ];
}

/** How near the splat is to the painted views. Null: there are none. */
export function paintedSentence({ painted = [] }: LossReport, text: Texts): string | null {
  const mean = meanOf(painted.map(({ psnrMask }) => psnrMask));
  if (mean === null) return null;
  return fill(text.painted, { mean: Number.isFinite(mean) ? mean.toFixed(1) : '∞' });
}
