import { useActions, useAppState, useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import './connection-line.css';

/** Says why no weights arrive, with a button for a new try at once. Nothing while they arrive. */
export function ConnectionLine() {
  const text = useText().connection;
  const { retryDownload } = useActions();
  const news = useAppState(({ connection }) => connection);
  const seconds =
    news?.kind === 'stalled'
      ? news.quietMs / 1000
      : news?.kind === 'waiting'
        ? news.delayMs / 1000
        : 0;
  // A live region has to exist before its words, or screen readers do not read them.
  return (
    <div className="connection" role="status" aria-live="polite">
      {news && (
        <>
          <p>{fill(text[news.kind], { file: news.file, seconds })}</p>
          {news.kind !== 'connecting' && (
            <button type="button" className="button button-quiet" onClick={retryDownload}>
              {text.retry}
            </button>
          )}
        </>
      )}
    </div>
  );
}
