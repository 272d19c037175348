import { useAppState, useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';

/** The weight files that were damaged and had to be fetched again, as items of the list of notices. */
export function FetchedAgain() {
  const text = useText().connection;
  const files = useAppState((state) => state.fetchedAgain);
  return files.map((file) => <li key={file}>{fill(text.again, { file })}</li>);
}
