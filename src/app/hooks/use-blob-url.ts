import { useCallback } from 'react';

/** A ref that sets the element's `src` or `href` to the blob's object URL, and revokes the URL with the element. */
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
