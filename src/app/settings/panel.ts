/** Id of the panel of the settings, and of its part about the turntable video. */
export const SETTINGS_PANEL = 'settings-panel';
export const FILM_SETTINGS = 'film-settings';

/** Closes the settings. The focus goes back to their button. */
export const closeSettings = () => document.getElementById(SETTINGS_PANEL)?.hidePopover();

/** Opens the settings of the turntable video. The first of them gets the focus. */
export function openFilmSettings(): void {
  document.getElementById(SETTINGS_PANEL)?.showPopover();
  const part = document.getElementById(FILM_SETTINGS);
  part?.setAttribute('open', '');
  part?.scrollIntoView({ block: 'nearest' });
  part?.querySelector<HTMLElement>('select, input')?.focus();
}
