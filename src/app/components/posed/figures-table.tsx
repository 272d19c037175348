import type { Comparison } from '../../../worker/protocol.ts';
import { useActions, useText } from '../../context.ts';
import { FIGURE_NAMES, figureText, SHOWN_FIGURES } from '../../posed/figure-text.ts';

interface Props {
  comparison: Comparison;
  /** Index of the view that is shown. */
  shown: number;
}

/** The figures of each view and their mean. A click on a view shows it. */
export function FiguresTable({ comparison, shown }: Props) {
  const text = useText().posed;
  const { look } = useActions();
  const names = { ...FIGURE_NAMES, ...text.figures };
  return (
    <table className="posed-table" aria-label={text.compare.table}>
      <thead>
        <tr>
          <th scope="col">{text.figures.view}</th>
          {SHOWN_FIGURES.map((name) => (
            <th key={name} scope="col">
              {names[name]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {comparison.views.map(({ figures }, view) => (
          <tr key={view} data-shown={view === shown || undefined} onClick={() => look({ view })}>
            <th scope="row">{view + 1}</th>
            {SHOWN_FIGURES.map((name) => (
              <td key={name}>{figureText(name, figures)}</td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{text.compare.mean}</th>
          {SHOWN_FIGURES.map((name) => (
            <td key={name}>{figureText(name, comparison.mean)}</td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}
