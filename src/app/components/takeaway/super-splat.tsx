import { useId } from 'react';
import { useText } from '../../context.ts';
import { useExportActions, useExportsState } from '../../exports/context.ts';
import { webAddress } from '../../exports/super-splat.ts';

/** How to open the splat in SuperSplat, and a button if the person runs one. */
export function SuperSplat() {
  const { superSplat: text, guide } = useText().takeaway;
  const { setSuperSplat, openSuperSplat } = useExportActions();
  const address = useExportsState((state) => state.superSplat);
  const id = useId();
  return (
    <div className="super-splat">
      {webAddress(address) ? (
        <button type="button" className="button" onClick={openSuperSplat}>
          {text.open}
        </button>
      ) : (
        <p>{text.how}</p>
      )}
      <details>
        <summary>{text.address}</summary>
        <input
          type="url"
          placeholder="http://localhost:3000/"
          aria-label={text.address}
          aria-describedby={id}
          value={address}
          onChange={({ target }) => setSuperSplat(target.value)}
        />
        <p id={id}>{text.hint}</p>
      </details>
      <p>{guide}</p>
    </div>
  );
}
