import type { ImgHTMLAttributes } from 'react';
import { useBlobUrl } from '../../hooks/use-blob-url.ts';

type Props = Omit<ImgHTMLAttributes<HTMLImageElement>, 'src'> & { blob: Blob; alt: string };

/** A picture from a blob. */
export function BlobImage({ blob, alt, ...rest }: Props) {
  const ref = useBlobUrl<HTMLImageElement>(blob, 'src');
  return <img ref={ref} alt={alt} draggable={false} {...rest} />;
}
