import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useText } from '../../context.ts';
import { SHORTCUTS, takesText, type ShortcutGroup } from '../../shortcuts/list.ts';
import { allowSingleKeys, shortcutList, showShortcuts } from '../../shortcuts/store.ts';
import { Dialog } from '../overlay/dialog.tsx';
import { KeyTable } from './key-table.tsx';
import './shortcuts.css';

/** The list of all keys, which `?` opens. */
export function Shortcuts() {
  const open = useStore(shortcutList, (state) => state.open);
  useEffect(() => {
    const listening = new AbortController();
    document.addEventListener(
      'keydown',
      ({ key, ctrlKey, metaKey, repeat, target }) => {
        const typed = target instanceof Element && takesText(target);
        const { open, single } = shortcutList.getState();
        if (key === '?' && single && !ctrlKey && !metaKey && !repeat && !typed)
          showShortcuts(!open);
      },
      { signal: listening.signal },
    );
    return () => listening.abort();
  }, []);
  return open && <ShortcutsDialog />;
}

function ShortcutsDialog() {
  const text = useText().access.shortcuts;
  const single = useStore(shortcutList, (state) => state.single);
  return (
    <Dialog
      className="shortcuts"
      title={text.title}
      closeLabel={text.close}
      onClose={() => showShortcuts(false)}
    >
      <label className="settings-check shortcuts-single">
        <input
          type="checkbox"
          checked={single}
          onChange={({ target }) => allowSingleKeys(target.checked)}
        />
        <span>{text.single}</span>
      </label>
      {/* It scrolls, so that the keyboard must reach it. */}
      <div className="shortcuts-body" tabIndex={0} role="group" aria-label={text.title}>
        {(Object.keys(SHORTCUTS) as ShortcutGroup[]).map((group) => (
          <KeyTable key={group} group={group} />
        ))}
      </div>
    </Dialog>
  );
}
