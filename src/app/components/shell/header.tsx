import { useText } from '../../context.ts';
import { BackendBadge } from './backend-badge.tsx';
import { DemoChip } from './demo-chip.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { Mark } from './mark.tsx';
import { Guide } from '../guide/guide.tsx';
import { Settings } from '../input/settings.tsx';
import './header.css';

/** The top of the page, with title, backend, language and settings. */
export function Header() {
  const text = useText();
  return (
    <header className="header">
      <Mark />
      <h1 className="header-title">{text.title}</h1>
      <p className="header-tagline">{text.tagline}</p>
      <div className="header-tools">
        <DemoChip />
        <BackendBadge />
        <LanguageSwitch />
        <Guide />
        <Settings />
      </div>
    </header>
  );
}
