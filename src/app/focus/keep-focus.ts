/** Elements that take the focus when something in them that had it disappears. They have `tabIndex={-1}`. */
const HOME = '[data-focus-home]';

/** The ancestors of an element that take the focus, the innermost first. */
function homesOf(element: Element): HTMLElement[] {
  const home = element.parentElement?.closest<HTMLElement>(HOME);
  return home ? [home, ...homesOf(home)] : [];
}

/** Whether an element can no longer have the focus: it is removed, hidden or disabled. */
const isGone = (element: Element): boolean =>
  !element.isConnected || element.matches(':disabled') || !element.checkVisibility();

/**
 * Keeps the focus on the page. If the element that has the focus is removed, hidden or disabled, and nothing else takes the
 * focus, the innermost element around it with `data-focus-home` gets it. In an open modal dialog that is the dialog. If a
 * person takes the focus away, with a click beside everything, nothing happens.
 * @returns what ends this
 */
export function keepFocus(page: Document): () => void {
  const listening = new AbortController();
  const options = { signal: listening.signal };
  /** What has the focus, or had it when it disappeared, and where the focus goes then. */
  let last: { element: Element; homes: HTMLElement[] } | null = null;

  const rescue = () => {
    const { activeElement, body } = page;
    if (!last || (activeElement !== null && activeElement !== body)) return;
    if (!isGone(last.element)) return;
    const dialog = [...page.querySelectorAll<HTMLElement>('dialog:modal')].at(-1);
    const main = page.querySelector<HTMLElement>(`main${HOME}`);
    const homes = [...last.homes, dialog, main];
    last = null;
    for (const home of homes) {
      home?.focus({ preventScroll: true });
      if (home && page.activeElement === home) return;
    }
  };
  // In the next frame: first, effects of components and closing dialogs may move the focus themselves.
  let waiting = false;
  const look = () => {
    if (waiting || !last) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      rescue();
    });
  };

  page.addEventListener(
    'focusin',
    ({ target }) => {
      if (target instanceof Element) last = { element: target, homes: homesOf(target) };
    },
    options,
  );
  page.addEventListener(
    'focusout',
    ({ target, relatedTarget }) => {
      // A browser may send this when the element is removed, before it is gone.
      if (relatedTarget === null && target instanceof Element)
        requestAnimationFrame(() => {
          if (last?.element === target && !isGone(target) && page.activeElement !== target)
            last = null;
          else rescue();
        });
    },
    options,
  );
  const observer = new MutationObserver(look);
  observer.observe(page.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['disabled', 'hidden', 'open'],
  });
  return () => {
    listening.abort();
    observer.disconnect();
  };
}
