import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { placeBeside, type Side } from './place-beside.ts';
import './popover.css';

interface Props {
  /** Class and content of the button. */
  buttonClass: string;
  button: ReactNode;
  /** Name of the button, if its content is no text. It is also shown as a tooltip. */
  buttonLabel?: string;
  /** Tooltip of the button. */
  hint?: string;
  /** Name of the panel. */
  label: string;
  /** Class and id of the panel. */
  panelClass: string;
  panelId?: string;
  /** Default: below the button. */
  side?: Side;
  onOpen?(): void;
  children: ReactNode;
}

/**
 * A button and the panel that it opens: the browser's popover. Escape, or a press elsewhere, closes the panel. The focus
 * goes into the panel, and after Escape back to the button. If Tab takes it elsewhere, the panel closes: it would cover
 * what has the focus.
 */
export function Popover(props: Props) {
  const { buttonLabel, side = 'below', panelId, children } = props;
  const ownId = useId();
  const id = panelId ?? ownId;
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    if (!open) return;
    const listening = new AbortController();
    const place = () => placeBeside(panel.current!, button.current!, side);
    place();
    if (!panel.current!.contains(document.activeElement))
      panel.current!.focus({ preventScroll: true });
    for (const type of ['resize', 'scroll'])
      window.addEventListener(type, place, { signal: listening.signal, passive: true });
    document.addEventListener(
      'focusin',
      ({ target }) => {
        const inside = target === button.current || panel.current!.contains(target as Node);
        if (!inside) panel.current!.hidePopover();
      },
      { signal: listening.signal },
    );
    return () => listening.abort();
  }, [open, side]);

  return (
    <>
      <button
        ref={button}
        type="button"
        className={props.buttonClass}
        aria-label={buttonLabel}
        aria-haspopup="dialog"
        title={props.hint ?? buttonLabel}
        popoverTarget={id}
      >
        {props.button}
      </button>
      <div
        ref={panel}
        id={id}
        className={`popover ${props.panelClass}`}
        popover="auto"
        role="dialog"
        aria-label={props.label}
        tabIndex={-1}
        data-focus-home
        // Before the browser draws it.
        onBeforeToggle={({ newState }) => {
          if (newState === 'open')
            requestAnimationFrame(() => {
              if (panel.current) placeBeside(panel.current, button.current!, side);
            });
        }}
        onToggle={({ target, currentTarget, newState }) => {
          // React passes on the events of this name of each <details> in the panel.
          if (target !== currentTarget) return;
          setOpen(newState === 'open');
          if (newState === 'open') props.onOpen?.();
        }}
      >
        {children}
      </div>
    </>
  );
}
