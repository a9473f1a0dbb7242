import { useEffect, useId, useMemo, useRef, useState } from "react";

import { type Bundle, bundles } from "../bundles";
import { momentWords } from "../dates";
import type { Notification } from "../notification";
import { texts } from "../texts";
import { useClock, useNudge, useObserved } from "./context";
import { Icon } from "./Icon";
import { UserText } from "./UserText";

const HOUR = 60;

/** The list of notifications: read, put off or complete what they tell of. */
export function BellPanel() {
  const { bell } = useNudge();
  const { state } = useObserved(bell);
  if (state === "closed") return null;
  return <Panel />;
}

function Panel() {
  const { bell } = useNudge();
  const { items, unread, next, state, digest } = useObserved(bell);
  const panel = useRef<HTMLElement>(null);
  // Whoever asked for one message sees at once all that it told of.
  const together = useMemo(() => (digest ? items.map((item) => ({ key: item.id, items: [item] })) : bundles(items)), [items, digest]);
  useEffect(() => {
    panel.current?.focus();
    return () => document.getElementById("bell")?.focus();
  }, []);
  // What was just done takes its own button away; the keys go on working here.
  useEffect(() => {
    if (document.activeElement === document.body) panel.current?.focus({ preventScroll: true });
  }, [items]);
  return (
    <section
      ref={panel}
      className="bell-panel"
      role="dialog"
      aria-label={texts.bell.title}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape") bell.close();
      }}
    >
      <div className="head">
        <h2>{texts.bell.title}</h2>
        {digest && (
          <button type="button" className="quiet" onClick={() => void bell.open()}>
            {texts.bell.all}
          </button>
        )}
        {unread > 0 && !digest && (
          <button type="button" className="quiet" onClick={() => void bell.read(null)}>
            {texts.bell.readAll}
          </button>
        )}
        <button type="button" className="dismiss" aria-label={texts.bell.close} onClick={bell.close}>
          <Icon name="close" />
        </button>
      </div>
      {state === "loading" && <p role="status">{texts.bell.loading}</p>}
      {state === "failed" && <p className="problem">{texts.bell.failed}</p>}
      {state === "open" && items.length === 0 && <p>{texts.bell.empty}</p>}
      <ul>
        {together.map((bundle) => (
          <Together key={bundle.key} bundle={bundle} />
        ))}
      </ul>
      {next && (
        <button type="button" className="quiet" onClick={() => void bell.more()}>
          {texts.bell.more}
        </button>
      )}
    </section>
  );
}

/** What came together unfolds; what stands alone is there at once. */
function Together({ bundle: { items } }: { bundle: Bundle }) {
  const { bell } = useNudge();
  const clock = useClock();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [first] = items;
  if (!first) return null;
  if (items.length === 1) return <Row item={first} />;
  const unread = items.filter((item) => !item.read_at).map((item) => item.id);
  return (
    <li className="notification digest" data-unread={unread.length > 0 || undefined}>
      <button type="button" className="fold" aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        <Icon name="chevron" />
        {unread.length > 0 && <span className="unseen">{texts.bell.unread} </span>}
        {texts.bell.together(items.length)}
      </button>
      <p className="when">
        <time dateTime={first.time}>{momentWords(first.time, clock)}</time>
      </p>
      {!open && (
        <p className="notes">
          <UserText text={items.map((item) => item.title).join(", ")} />
        </p>
      )}
      {unread.length > 0 && (
        <div className="buttons">
          <button type="button" className="quiet" onClick={() => void bell.read(unread)}>
            {texts.bell.readTogether}
          </button>
        </div>
      )}
      {open && (
        <ul id={id} className="within">
          {items.map((item) => (
            <Row key={item.id} item={item} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Row({ item }: { item: Notification }) {
  const nudge = useNudge();
  const clock = useClock();
  const { tasks } = useObserved(nudge.list);
  const open = item.task_id ? tasks.get(item.task_id)?.status === "active" : false;
  return (
    <li className="notification" data-unread={item.read_at ? undefined : true}>
      <p className="what">
        {!item.read_at && <span className="unseen">{texts.bell.unread} </span>}
        <UserText text={item.title} />
      </p>
      <p className="when">
        <time dateTime={item.time}>{momentWords(item.time, clock)}</time>
      </p>
      <p className="notes">
        <UserText text={item.text} />
      </p>
      <div className="buttons">
        {open && item.reminder_id && (
          <>
            <button type="button" className="quiet" aria-label={texts.bell.doneFull(item.title)} onClick={() => void nudge.completeFrom(item)}>
              {texts.bell.done}
            </button>
            <button type="button" className="quiet" aria-label={texts.bell.snoozeFull(item.title)} onClick={() => void nudge.snooze(item, HOUR)}>
              {texts.bell.snooze}
            </button>
            <button type="button" className="quiet" aria-label={texts.bell.snoozeDayFull(item.title)} onClick={() => void nudge.snooze(item, 24 * HOUR)}>
              {texts.bell.snoozeDay}
            </button>
          </>
        )}
        {open && item.kind === "catch-up" && (
          <button type="button" className="quiet" onClick={() => nudge.dismissMissed(item)}>
            {texts.bell.dismissMissed}
          </button>
        )}
        {!item.read_at && (
          <button type="button" className="quiet" aria-label={texts.bell.readFull(item.title)} onClick={() => void nudge.bell.read([item.id])}>
            {texts.bell.read}
          </button>
        )}
      </div>
    </li>
  );
}
