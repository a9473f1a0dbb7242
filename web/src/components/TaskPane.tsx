import { useCallback, useMemo } from "react";

import { UNKNOWN_CLOCK, localDate, longDate } from "../dates";
import { type View, isNarrowed, matcher } from "../filter";
import { type GroupName, group, only } from "../grouping";
import { texts } from "../texts";
import { useClock, useNudge, useObserved } from "./context";
import { Narrowed } from "./Narrowed";
import { Suggestions } from "./Suggestions";
import { TaskGroup } from "./TaskGroup";

const ORDER: readonly GroupName[] = ["overdue", "today", "upcoming", "someday", "completed"];

/** Holds the place of a line that is not known yet. */
const BLANK = "\u00a0";

export function TaskPane({ view, change }: { view: View; change: (fields: Partial<View>) => void }) {
  const nudge = useNudge();
  const clock = useClock();
  const editing = useObserved(nudge.editing);
  const { tasks, loading, fresh } = useObserved(nudge.list);
  const { words, tag, priority, task } = view;
  const narrowed = isNarrowed(view);
  const waiting = clock === UNKNOWN_CLOCK || loading === "first";
  const all = useMemo(() => group(clock === UNKNOWN_CLOCK ? [] : tasks.values(), clock), [tasks, clock]);
  const groups = useMemo(() => {
    const filter = { words, tag, priority, task };
    return isNarrowed(filter) ? only(all, matcher(filter)) : all;
  }, [all, words, tag, priority, task]);
  const onTag = useCallback((chosen: string) => change({ tag: chosen }), [change]);
  const shown = ORDER.filter((name) => groups[name].length > 0);
  const open = shown.some((name) => name !== "completed");

  return (
    <>
      <div className="heading">
        <h1>{clock === UNKNOWN_CLOCK ? BLANK : longDate(localDate(clock.now, clock.zone), clock.locale)}</h1>
        {narrowed ? (
          <Narrowed view={view} change={change} />
        ) : (
          <p className="summary">{waiting ? BLANK : texts.groups.summary(groups.today.length, groups.overdue.length)}</p>
        )}
      </div>
      {loading === "failed" && <Failed />}
      {waiting && loading !== "failed" && <Loading />}
      {!waiting && (loading === "done" || loading === "more") && !open && !narrowed && (
        <Empty fresh={shown.length === 0 && loading === "done"} loading={loading === "more"} />
      )}
      {!waiting && loading === "done" && narrowed && shown.length === 0 && <p className="quiet-note">{texts.states.noMatch}</p>}
      {shown.map((name) => (
        <TaskGroup
          key={name}
          name={name}
          tasks={groups[name]}
          fresh={fresh}
          editing={editing?.place === "list" ? editing : null}
          onTag={onTag}
        />
      ))}
      {loading === "more" && <p className="quiet-note">{texts.states.loadingMore}</p>}
    </>
  );
}

function Loading() {
  return (
    <div className="skeleton" role="status">
      <span className="unseen">{texts.states.loading}</span>
      {[72, 54, 63, 41, 58].map((width) => (
        <div key={width} className="bone" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}

function Failed() {
  const nudge = useNudge();
  return (
    <div className="state" role="alert">
      <p className="lead">{texts.states.failed}</p>
      <p>{texts.states.failedHint}</p>
      <button type="button" className="primary" onClick={nudge.retry}>
        {texts.states.retry}
      </button>
    </div>
  );
}

function Empty({ fresh, loading }: { fresh: boolean; loading: boolean }) {
  if (loading) return null;
  return (
    <div className="state">
      <p className="lead">{fresh ? texts.states.emptyTitle : texts.states.allDoneTitle}</p>
      <p>{fresh ? texts.states.emptyText : texts.states.allDoneText}</p>
      {fresh && <Suggestions />}
    </div>
  );
}
