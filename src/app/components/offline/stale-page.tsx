import { preferredLang } from '../../../core/languages.ts';
import { messages } from '../../i18n/index.ts';

/** Stands in place of a whole page whose script could not be loaded. */
export function StalePage() {
  const text = messages[preferredLang(navigator.language)].offline;
  return (
    <main role="alert">
      <h1>{text.stale.message}</h1>
      <p>{text.stale.hint}</p>
      <button type="button" className="button" onClick={() => location.reload()}>
        {text.reload}
      </button>
    </main>
  );
}
