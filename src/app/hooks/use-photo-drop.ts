import { useEffect, useState } from 'react';

const carriesFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes a photo that is dropped or pasted anywhere; true while one hovers over the page. */
export function usePhotoDrop(onPhoto: (photo: File) => void): boolean {
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    const off = new AbortController();
    const on = <K extends keyof WindowEventMap>(
      type: K,
      handler: (event: WindowEventMap[K]) => void,
    ) => window.addEventListener(type, handler, { signal: off.signal });

    const over = (event: DragEvent) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      setHovering(true);
    };
    on('dragenter', over);
    on('dragover', over);
    on('dragleave', (event) => {
      if (event.relatedTarget === null) setHovering(false);
    });
    on('drop', (event) => {
      setHovering(false);
      if (!carriesFile(event)) return;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) onPhoto(file);
    });
    on('paste', (event) => {
      const file = event.clipboardData?.files[0];
      if (!file) return;
      event.preventDefault();
      onPhoto(file);
    });
    return () => off.abort();
  }, [onPhoto]);
  return hovering;
}
