import { useText } from '../../context.ts';
import { useOffline, useOfflineState } from '../../offline/context.ts';

/** Installs the page as an app. Nothing where the browser does not offer it. */
export function InstallButton() {
  const text = useText().offline;
  const { actions } = useOffline();
  const installable = useOfflineState((state) => state.installable);
  if (!installable) return null;
  return (
    <button
      type="button"
      className="button button-quiet"
      title={text.installHint}
      onClick={actions.install}
    >
      {text.install}
    </button>
  );
}
