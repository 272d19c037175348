/** What a visitor of a booth could leave the page with: menus, drops, and keys that open dialogs or other pages. */
const LOCKED_KEYS = new Set(['a', 'd', 'f', 'g', 'h', 'j', 'o', 'p', 's', 'u']);

/**
 * Locks the page down for a booth: no menu, no drag, no drop of a link, no key that opens a dialog. The browser's own
 * bars are not the page's: start the browser without them (docs/kiosk.md). Ends with the signal.
 */
export function lockDown(signal: AbortSignal): void {
  const refuse = (event: Event) => event.preventDefault();
  for (const type of ['contextmenu', 'dragstart', 'dragover', 'drop'])
    window.addEventListener(type, refuse, { signal });
  window.addEventListener(
    'keydown',
    (event) => {
      const command = (event.ctrlKey || event.metaKey) && LOCKED_KEYS.has(event.key.toLowerCase());
      if (command || event.key === 'F1' || event.key === 'F3') event.preventDefault();
    },
    { signal },
  );
}

/** Fills the screen at each touch, unless the page fills it already. Browsers allow it only after a touch or a key. */
export function fillScreen(signal: AbortSignal): void {
  const fill = () => {
    if (document.fullscreenElement || !document.fullscreenEnabled) return;
    document.documentElement
      .requestFullscreen({ navigationUI: 'hide' })
      .catch((error: unknown) => console.warn('The page may not fill the screen.', error));
  };
  window.addEventListener('click', fill, { signal });
}

/** Keeps the screen on while the page is visible. */
export function stayAwake(signal: AbortSignal): void {
  if (!('wakeLock' in navigator)) return;
  let lock: WakeLockSentinel | null = null;
  const ask = () => {
    if (document.visibilityState !== 'visible' || signal.aborted) return;
    navigator.wakeLock.request('screen').then(
      (given) => {
        lock = given;
        if (signal.aborted) void given.release();
      },
      (error: unknown) => console.warn('The screen may go dark.', error),
    );
  };
  ask();
  // The browser takes the lock back when the page is hidden.
  document.addEventListener('visibilitychange', ask, { signal });
  signal.addEventListener('abort', () => void lock?.release());
}
