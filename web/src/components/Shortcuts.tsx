import { useEffect, useRef } from "react";

import { texts } from "../texts";

interface Props {
  enabled: boolean;
  onEnabled: (enabled: boolean) => void;
  onClose: () => void;
}

/** The list of keys; single-key shortcuts can be switched off here (WCAG 2.1.4). */
export function Shortcuts({ enabled, onEnabled, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="shortcuts-title" onClose={onClose}>
      <h2 id="shortcuts-title">{texts.shortcuts.title}</h2>
      <dl>
        {texts.shortcuts.list.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label className="switch">
        <input type="checkbox" checked={enabled} onChange={(event) => onEnabled(event.target.checked)} />
        {texts.shortcuts.enabled}
      </label>
      <button type="button" className="primary" onClick={() => dialog.current?.close()}>
        {texts.shortcuts.close}
      </button>
    </dialog>
  );
}
