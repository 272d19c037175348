import { useAppState, useText } from '../../context.ts';
import {
  causeSentences,
  paintedSentence,
  rowName,
  shareText,
  verdictSentences,
} from '../../i18n/losses/sentences.ts';
import { FIGURE_NAMES, figureText } from '../../posed/figure-text.ts';
import { deliveredOf } from '../../select.ts';
import './losses-part.css';

/** What is left after each stage, and which stage loses most. It is closed at first. */
export function LossesPart() {
  const text = useText().losses;
  const report = useAppState((state) => deliveredOf(state)?.losses);
  if (!report) return null;
  const [verdict, ...advice] = verdictSentences(report, text);
  const painted = paintedSentence(report, text);
  return (
    <details
      className="panel losses"
      onToggle={({ currentTarget }) =>
        currentTarget.open && currentTarget.scrollIntoView({ block: 'nearest' })
      }
    >
      <summary>{text.label}</summary>
      <p className="losses-verdict">{verdict}</p>
      {advice.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <table className="losses-table" aria-label={text.table}>
        <thead>
          <tr>
            <th scope="col">{text.columns.left}</th>
            <th scope="col">{FIGURE_NAMES.psnr}</th>
            <th scope="col">{FIGURE_NAMES.iou}</th>
            <th scope="col">{text.columns.share}</th>
          </tr>
        </thead>
        <tbody>
          {report.stages.map((row) => (
            <tr key={row.stage} data-most={row.stage === report.verdict.stage || undefined}>
              <th scope="row">{rowName(row, report, text)}</th>
              <td>{figureText('psnrMask', row)}</td>
              <td>{figureText('iou', row)}</td>
              <td>{shareText(row, text)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="losses-note">
        {text.truth[report.input]} {text.figures}
      </p>
      {causeSentences(report, text).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {painted && (
        <>
          <p>{painted}</p>
          <table className="losses-table" aria-label={text.paintedTable}>
            <thead>
              <tr>
                <th scope="col">{text.view}</th>
                <th scope="col">{FIGURE_NAMES.psnr}</th>
                <th scope="col">{FIGURE_NAMES.iou}</th>
              </tr>
            </thead>
            <tbody>
              {report.painted?.map((row) => (
                <tr key={row.view}>
                  <th scope="row">{row.view + 1}</th>
                  <td>{figureText('psnrMask', row)}</td>
                  <td>{figureText('iou', row)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </details>
  );
}
