import { useId, useState } from 'react';
import { EXPORT_NAMES } from '../../../core/exchange/formats.ts';
import { useAppState, useText } from '../../context.ts';
import { savedName } from '../../exports/select.ts';
import { useBlobUrl } from '../../hooks/use-blob-url.ts';
import { shownOf } from '../../select.ts';
import { ExportRow } from './export-row.tsx';
import { SuperSplat } from './super-splat.tsx';

/** The formats that are made when somebody asks for them. */
const MADE = EXPORT_NAMES.filter((name) => name !== 'ply');

function ViewLink({ name, file, saveAs }: { name: string; file: Blob; saveAs: string }) {
  const ref = useBlobUrl<HTMLAnchorElement>(file, 'href');
  return (
    <a ref={ref} className="button view-link" download={saveAs} aria-label={name}>
      {name.replace(/\D/g, '')}
    </a>
  );
}

/** Other formats of the splat, each view as a picture, and other programs. They are folded up at first. */
export function MoreFormats() {
  const text = useText().takeaway;
  const result = useAppState(shownOf);
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="more-formats">
      <button
        type="button"
        className="button more-button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {text.more}
      </button>
      <div id={id} hidden={!open} className="more-list">
        {open && (
          <>
            {MADE.map((format) => (
              <ExportRow key={format} format={format} />
            ))}
            <p className="more-note">{text.rounded}</p>
            {result?.views && (
              <div className="view-links">
                <span>{text.views}</span>
                {result.views.map((file, i) => (
                  <ViewLink
                    key={i}
                    name={`view-${i + 1}.png`}
                    file={file}
                    saveAs={savedName(result.photo, `view-${i + 1}.png`)}
                  />
                ))}
              </div>
            )}
            <SuperSplat />
          </>
        )}
      </div>
    </div>
  );
}
