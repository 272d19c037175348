import { useEffect, useState, type ComponentProps } from 'react';
import { isShowable } from '../../../worker/photo/showable.ts';
import { BlobImage } from './blob-image.tsx';

/** A user's file as a picture. Nothing is drawn for a file whose size is unknown or above the limit. */
export function PhotoImage(props: ComponentProps<typeof BlobImage>) {
  const { blob } = props;
  const [shown, setShown] = useState<Blob | null>(null);
  useEffect(() => {
    let current = true;
    void isShowable(blob).then((showable) => {
      if (current) setShown(showable ? blob : null);
    });
    return () => {
      current = false;
    };
  }, [blob]);
  return shown === blob && <BlobImage {...props} />;
}
