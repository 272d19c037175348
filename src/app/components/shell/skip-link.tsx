import { useText } from '../../context.ts';

/** Id of the page's main part. */
export const MAIN = 'main';

/** The first link for people who use the keyboard: over the header to the main part. It is seen while it has the focus. */
export function SkipLink() {
  const text = useText().access;
  return (
    <a
      className="button skip-link"
      href={`#${MAIN}`}
      onClick={(event) => {
        // The address stays as it is.
        event.preventDefault();
        document.getElementById(MAIN)?.focus();
      }}
    >
      {text.skip}
    </a>
  );
}
