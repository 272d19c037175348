import { useAppState, useText } from '../../context.ts';
import { useHistory, useHistoryState } from '../../history/context.ts';
import { listed, shownItem } from '../../history/select.ts';
import { fill } from '../../i18n/index.ts';
import { AskFirst } from '../shared/ask-first.tsx';
import { HistoryItem } from './history-item.tsx';
import { HistoryMessages, StorageLine } from './history-messages.tsx';
import './history-panel.css';

/** The runs that are kept in the browser's storage, the newest first. */
export function HistoryPanel() {
  const text = useText().history;
  const { actions } = useHistory();
  const state = useHistoryState((all) => all);
  const shown = useAppState((app) => shownItem(app, state));
  const items = listed(state);
  return (
    <section className="panel history" aria-label={text.label} tabIndex={-1} data-focus-home>
      <header className="history-head">
        <h2>{text.label}</h2>
        <StorageLine />
        {items.length > 0 && !state.asking && (
          <button
            type="button"
            className="button button-quiet"
            onClick={() => actions.askClear(true)}
          >
            {text.clear}
          </button>
        )}
      </header>
      <HistoryMessages />
      {state.asking && (
        <AskFirst
          question={fill(text.clearAsk, { count: items.length })}
          yes={text.clearYes}
          no={text.clearNo}
          onYes={() => void actions.clear()}
          onNo={() => actions.askClear(false)}
        />
      )}
      {items.length > 0 && (
        <ul className="history-items" aria-label={text.list}>
          {items.map((item) => (
            <HistoryItem
              key={item.id}
              item={item}
              picture={state.pictures[item.id]}
              shown={shown === item.id}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
