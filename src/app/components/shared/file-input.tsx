import { useDrops } from '../../drop/context.ts';
import { chosenIn } from '../../drop/listed.ts';

interface Props {
  className: string;
  /** For screen readers. */
  label: string;
  /** The visible text. */
  caption: string;
  /** Types of files that the browser offers. Default: all. */
  accept?: string;
  /** Whether a folder is chosen, with all files in it. Default: files. */
  folder?: boolean;
  /** Whether the camera takes a photo instead. Browsers without a camera let the person choose a file. */
  camera?: boolean;
}

/** Whether the browser lets a person choose a folder. Some on phones do not. */
const canChooseFolder = (): boolean => 'webkitdirectory' in HTMLInputElement.prototype;

/**
 * A button with which a person chooses files or a folder. The input is invisible and lies over the button (theme.css).
 * What is chosen goes the same way as what is dropped. No button for a folder if the browser cannot choose one.
 */
export function FileInput(props: Props) {
  const { className, label, caption, accept, folder = false, camera = false } = props;
  const { take } = useDrops();
  if (folder && !canChooseFolder()) return null;
  return (
    <span className={`file-input ${className}`}>
      <span aria-hidden="true">{caption}</span>
      <input
        type="file"
        accept={accept}
        multiple={!camera}
        capture={camera ? 'environment' : undefined}
        aria-label={label}
        title={caption}
        ref={(input) => {
          if (input) input.webkitdirectory = folder;
        }}
        onChange={({ target }) => {
          const chosen = chosenIn(target);
          if (chosen.files.length > 0) void take(chosen);
          // Without this, the same files could not be chosen again.
          target.value = '';
        }}
      />
    </span>
  );
}
