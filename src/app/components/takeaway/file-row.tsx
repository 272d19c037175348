import { useId } from 'react';
import { sizeText } from '../../../core/size-text.ts';
import { useBlobUrl } from '../../hooks/use-blob-url.ts';

interface Props {
  name: string;
  file: Blob;
  /** The name under which it is saved. */
  saveAs: string;
  /** What it is for. */
  about: string;
  /** Whether it is the one that most people come for. */
  first?: boolean;
}

/** A link that saves a file, with its size and a word on what it is for. */
export function FileRow({ name, file, saveAs, about, first }: Props) {
  const ref = useBlobUrl<HTMLAnchorElement>(file, 'href');
  const id = useId();
  return (
    <a
      ref={ref}
      className={first ? 'file file-first' : 'file'}
      download={saveAs}
      aria-label={name}
      aria-describedby={id}
    >
      <span className="file-name">{name}</span>
      <span className="file-size" aria-hidden="true">
        {sizeText(file.size)}
      </span>
      <small className="file-about" id={id}>
        {about}
      </small>
    </a>
  );
}
