import { useId, useState } from "react";

import { ApiProblem } from "../api";
import type { Preferences, PreferencesPage } from "../preferences";
import { PushRefused, pushAbility, switchPushOff, switchPushOn } from "../push";
import { texts } from "../texts";

/** Reminders on this device while no page is open; nothing where push is not set up. */
export function PushSettings({ page, saved }: { page: PreferencesPage; saved: Preferences }) {
  const id = useId();
  const [busy, setBusy] = useState(false);
  const { push_key: key } = saved;
  if (!key) return null;
  const ability = pushAbility();
  const on = saved.push_here && ability === "able";
  const toggle = async () => {
    setBusy(true);
    try {
      page.show(await (on ? switchPushOff() : switchPushOn(key)), on ? texts.settings.push.off : texts.settings.push.on);
    } catch (error) {
      if (error instanceof PushRefused) page.refuse(texts.settings.push.refused[error.reason]);
      else if (error instanceof ApiProblem) page.refuse(error.message);
      else throw error;
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{texts.settings.push.title}</h2>
      <p className="quiet-note">{texts.settings.push.explain[ability]}</p>
      <label className="switch">
        <input type="checkbox" checked={busy ? !on : on} disabled={busy || ability !== "able"} onChange={() => void toggle()} />
        {texts.settings.push.want}
      </label>
    </section>
  );
}
