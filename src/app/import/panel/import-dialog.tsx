import { DropMessages } from '../../components/run/drop-messages.tsx';
import { AlertBox } from '../../components/shared/alert-box.tsx';
import { Dialog } from '../../components/overlay/dialog.tsx';
import { useText } from '../../context.ts';
import { useImport, useImportActions } from '../context.ts';
import { ImportChoiceFields } from './choices/import-choices.tsx';
import { ImportFiles } from './import-files.tsx';
import { ImportFooter } from './import-footer.tsx';
import { ImportFound } from './import-found.tsx';
import { ImportLicence } from './import-licence.tsx';
import { StoredPacks } from './stored-packs.tsx';
import './import-dialog.css';

/** The panel that makes a pack in this browser from a checkpoint. `hovering`: files are dragged over the page. */
export function ImportDialog({ hovering }: { hovering: boolean }) {
  const text = useText().import;
  const { close, dismiss } = useImportActions();
  const phase = useImport((state) => state.phase);
  const error = useImport((state) => state.error);
  const found = useImport((state) => state.found);
  const planned = useImport((state) => state.plan !== null);

  return (
    <Dialog
      className="import"
      title={text.title}
      onClose={close}
      // Not the button that dismisses a message above.
      firstFocus="fieldset input"
      phase={phase}
      hovering={hovering}
    >
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
    </Dialog>
  );
}
