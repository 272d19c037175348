/** On which side of its button a panel is. */
export type Side = 'below' | 'above';

/** Pixels between button and panel, and between the panel and the edges of the window. */
const GAP = 8;

/**
 * Places a panel beside its button. Their right edges are in line, if the window has room. A panel that is too high for the
 * window scrolls.
 */
export function placeBeside(panel: HTMLElement, button: HTMLElement, side: Side): void {
  const near = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const clamp = (value: number, max: number) => Math.max(GAP, Math.min(value, max));
  const left = clamp(near.right - width, innerWidth - width - GAP);
  const wanted = side === 'below' ? near.bottom + GAP : near.top - GAP - height;
  const top = clamp(wanted, innerHeight - GAP - Math.min(height, innerHeight / 2));
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
  panel.style.maxHeight = `${innerHeight - top - GAP}px`;
}
