import { type SyntheticEvent, useEffect, useId, useState } from "react";

import { type Preferences, PreferencesPage } from "../preferences";
import { texts } from "../texts";
import { useObserved } from "./context";
import { PushSettings } from "./PushSettings";

const LEADS = [0, 5, 15, 60, 1440] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Address, zone and the reminders that tasks get by themselves. */
export function SettingsPane() {
  const [page] = useState(() => new PreferencesPage());
  const state = useObserved(page);
  useEffect(() => void page.load(), [page]);
  return (
    <>
      <div className="heading">
        <h1>{texts.settings.title}</h1>
      </div>
      {state.stage === "loading" && <p role="status">{texts.settings.loading}</p>}
      {state.stage === "failed" && (
        <div className="state" role="alert">
          <p className="lead">{texts.settings.failed}</p>
          <button type="button" className="primary" onClick={() => void page.load()}>
            {texts.states.retry}
          </button>
        </div>
      )}
      {state.stage === "ready" && (
        <div className="settings">
          <p className="problem" role="alert">
            {state.problem}
          </p>
          <p className="done" role="status">
            {state.done}
          </p>
          <Email key={state.saved.email} page={page} saved={state.saved} />
          <PushSettings page={page} saved={state.saved} />
          <Reminding page={page} saved={state.saved} />
          <Place page={page} saved={state.saved} />
          <p>
            <a href="/?view=operations">{texts.operations.link}</a>
          </p>
        </div>
      )}
    </>
  );
}

interface Props {
  page: PreferencesPage;
  saved: Preferences;
}

function Email({ page, saved }: Props) {
  const id = useId();
  const [address, setAddress] = useState(saved.email ?? "");
  const wanted = saved.delivery_methods.includes("email");
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    const email = address.trim() || null;
    if (email === saved.email) return;
    void page.save({ email }, email && saved.mail === "provider" ? texts.settings.confirm(email) : texts.settings.saved);
  };
  const toggle = () =>
    void page.save(
      { delivery_methods: wanted ? ["in-app"] : ["email", "in-app"] },
      wanted ? texts.settings.emailOff : texts.settings.emailOn,
    );
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{texts.settings.email}</h2>
      <p className="quiet-note">{texts.settings.mail[saved.mail]}</p>
      {saved.mail === "mailbox" && (
        <p>
          <a href="/mailbox">{texts.settings.openMailbox}</a>
        </p>
      )}
      <form className="fields" onSubmit={save} noValidate>
        <div className="field">
          <label htmlFor={`${id}-email`}>{texts.settings.address}</label>
          <input
            id={`${id}-email`}
            type="email"
            autoComplete="email"
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
        </div>
        <button type="submit" className="primary" disabled={(address.trim() || null) === saved.email}>
          {texts.settings.save}
        </button>
      </form>
      {saved.email && saved.mail === "provider" && (
        <p>
          {saved.email_verified ? texts.settings.verified : texts.settings.unverified}{" "}
          {!saved.email_verified && (
            <button type="button" className="quiet" onClick={() => void page.verify(texts.settings.confirm(saved.email ?? ""))}>
              {texts.settings.sendAgain}
            </button>
          )}
        </p>
      )}
      <label className="switch">
        <input type="checkbox" checked={wanted} onChange={toggle} />
        {texts.settings.wantEmail}
      </label>
    </section>
  );
}

function Reminding({ page, saved }: Props) {
  const id = useId();
  const toggle = (lead: number) => {
    const leads = saved.default_lead_minutes;
    const next = leads.includes(lead) ? leads.filter((each) => each !== lead) : [...leads, lead];
    void page.save({ default_lead_minutes: next }, texts.settings.saved);
  };
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{texts.settings.reminders}</h2>
      <fieldset className="leads">
        <legend>{texts.settings.leads}</legend>
        {LEADS.map((lead) => (
          <label key={lead} className="switch">
            <input type="checkbox" checked={saved.default_lead_minutes.includes(lead)} onChange={() => toggle(lead)} />
            {texts.settings.lead[lead]}
          </label>
        ))}
      </fieldset>
      <div className="field">
        <label htmlFor={`${id}-hour`}>{texts.settings.allDay}</label>
        <select
          id={`${id}-hour`}
          value={saved.all_day_hour}
          onChange={(event) => void page.save({ all_day_hour: Number(event.target.value) }, texts.settings.saved)}
        >
          {HOURS.map((hour) => (
            <option key={hour} value={hour}>
              {`${String(hour).padStart(2, "0")}:00`}
            </option>
          ))}
        </select>
      </div>
    </section>
  );
}

function Place({ page, saved }: Props) {
  const id = useId();
  const zones = Intl.supportedValuesOf("timeZone");
  const known = zones.includes(saved.timezone) ? zones : [saved.timezone, ...zones];
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{texts.settings.place}</h2>
      <div className="field">
        <label htmlFor={`${id}-zone`}>{texts.settings.zone}</label>
        <select
          id={`${id}-zone`}
          value={saved.timezone}
          onChange={(event) => void page.save({ timezone: event.target.value }, texts.settings.saved)}
        >
          {known.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll("_", " ")}
            </option>
          ))}
        </select>
      </div>
    </section>
  );
}
