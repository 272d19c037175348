import { useEffect, useState } from 'react';

/** What is dragged over the page. Before the drop the browser gives only its type. */
export type Hovering = 'photo' | 'file' | null;

const hasFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

const kindOf = (transfer: DataTransfer | null): Hovering =>
  [...(transfer?.items ?? [])].some(
    ({ kind, type }) => kind === 'file' && type.startsWith('image/'),
  )
    ? 'photo'
    : 'file';

/**
 * Calls `onDrop` with files that are dropped or pasted anywhere on the page. Returns what is dragged over the page at
 * present, or null.
 */
export function useFileDrop(onDrop: (transfer: DataTransfer) => void): Hovering {
  const [hovering, setHovering] = useState<Hovering>(null);
  useEffect(() => {
    const off = new AbortController();
    const on = <K extends keyof WindowEventMap>(
      type: K,
      handler: (event: WindowEventMap[K]) => void,
    ) => window.addEventListener(type, handler, { signal: off.signal });

    const over = (event: DragEvent) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      setHovering(kindOf(event.dataTransfer));
    };
    on('dragenter', over);
    on('dragover', over);
    on('dragleave', (event) => {
      if (event.relatedTarget === null) setHovering(null);
    });
    on('drop', (event) => {
      setHovering(null);
      if (!hasFile(event) || !event.dataTransfer) return;
      event.preventDefault();
      onDrop(event.dataTransfer);
    });
    on('paste', (event) => {
      if (!event.clipboardData?.files[0]) return;
      event.preventDefault();
      onDrop(event.clipboardData);
    });
    return () => off.abort();
  }, [onDrop]);
  return hovering;
}
