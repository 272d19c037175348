import { useLang, useText } from '../../context.ts';
import { LANGS } from '../../../core/languages.ts';
import { messages } from '../../i18n/index.ts';

export function LanguageSwitch() {
  const { lang, setLang } = useLang();
  const text = useText();
  return (
    <div className="segmented" role="group" aria-label={text.languageLabel}>
      {LANGS.map((other) => (
        <button
          key={other}
          type="button"
          lang={other}
          aria-pressed={other === lang}
          onClick={() => setLang(other)}
        >
          {messages[other].languageName}
        </button>
      ))}
    </div>
  );
}
