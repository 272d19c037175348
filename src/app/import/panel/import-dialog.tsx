import { useLayoutEffect, useRef } from 'react';
import { DropMessages } from '../../components/run/drop-messages.tsx';
import { AlertBox } from '../../components/shared/alert-box.tsx';
import { useText } from '../../context.ts';
import { useImport, useImportActions } from '../context.ts';
import { ImportChoiceFields } from './choices/import-choices.tsx';
import { ImportFiles } from './import-files.tsx';
import { ImportFooter } from './import-footer.tsx';
import { ImportFound } from './import-found.tsx';
import { ImportLicence } from './import-licence.tsx';
import { StoredPacks } from './stored-packs.tsx';
import '../../components/shared/dialog.css';
import './import-dialog.css';

/** The panel that makes a pack in this browser from a checkpoint. `hovering`: files are dragged over the page. */
export function ImportDialog({ hovering }: { hovering: boolean }) {
  const text = useText().import;
  const { close, dismiss } = useImportActions();
  const phase = useImport((state) => state.phase);
  const error = useImport((state) => state.error);
  const found = useImport((state) => state.found);
  const planned = useImport((state) => state.plan !== null);
  const ref = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    // Not the button that dismisses a message above.
    dialog.querySelector<HTMLElement>('fieldset input')?.focus();
    // `close` gives the focus back to the element that had the focus before.
    return () => dialog.close();
  }, []);

  return (
    <dialog
      ref={ref}
      className="dialog import"
      aria-labelledby="import-title"
      data-phase={phase}
      data-hovering={hovering || undefined}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClose={({ currentTarget }) => {
        // The browser closes the dialog at a second Escape, without a `cancel` event that could be prevented.
        if (!currentTarget.open) close();
      }}
    >
      <h2 id="import-title">{text.title}</h2>
      <div className="import-body">
        {error && <AlertBox error={error} onDismiss={dismiss} />}
        <DropMessages />
        {phase === 'done' ? null : (
          <fieldset disabled={phase === 'writing' || phase === 'stopping'}>
            <ImportFiles />
            {found === null && <StoredPacks unfinished />}
            {found && <ImportFound found={found} />}
            {found && found.missing.length === 0 && found.parts.length > 0 && (
              <>
                <ImportChoiceFields found={found} />
                {planned && <ImportLicence licence={found.licence} />}
              </>
            )}
          </fieldset>
        )}
      </div>
      <ImportFooter />
    </dialog>
  );
}
