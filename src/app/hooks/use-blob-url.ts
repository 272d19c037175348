import { useCallback } from 'react';

/** A ref that gives an element the blob's address for as long as both are there. */
export const useBlobUrl = <E extends HTMLElement>(blob: Blob, attribute: 'src' | 'href') =>
  useCallback(
    (element: E) => {
      const url = URL.createObjectURL(blob);
      element.setAttribute(attribute, url);
      return () => {
        element.removeAttribute(attribute);
        URL.revokeObjectURL(url);
      };
    },
    [blob, attribute],
  );
