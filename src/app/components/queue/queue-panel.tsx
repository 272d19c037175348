import { useAppState, useText } from '../../context.ts';
import { useQueueState } from '../../queue/context.ts';
import { countsLine, countsOf, itemState } from '../../queue/select.ts';
import { QueueButtons } from './queue-buttons.tsx';
import { QueueItem } from './queue-item.tsx';
import { QueueMessages } from './queue-messages.tsx';
import './queue-panel.css';

/** The queue: its state in one line, what can be done with all items, and each item. */
export function QueuePanel() {
  const text = useText().queue;
  const state = useQueueState((all) => all);
  const opened = useAppState((app) => app.opened);
  const { items, running, thumbnails, previews } = state;
  const counts = countsOf(state);
  return (
    <section className="panel queue" aria-label={text.label} tabIndex={-1} data-focus-home>
      <header className="queue-head">
        <h2>{text.label}</h2>
        <p className="queue-counts" aria-live="polite">
          {countsLine(counts, text.counts)}
        </p>
      </header>
      <QueueMessages />
      <QueueButtons counts={counts} />
      {items.length > 0 && (
        <ul className="queue-items" aria-label={text.list}>
          {items.map((item) => (
            <QueueItem
              key={item.id}
              item={item}
              state={itemState(item, running)}
              picture={thumbnails[item.id] ?? previews[item.id]}
              shown={
                opened ? opened.from === 'queue' && opened.id === item.id : running === item.id
              }
            />
          ))}
        </ul>
      )}
    </section>
  );
}
