import { useCallback } from 'react';

/**
 * A ref that sets the element's `src` or `href` to an object URL of the blob. The URL is revoked when the element is
 * removed or the blob changes.
 */
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
