import { useDeferredValue, useMemo } from "react";

import { localDate, longDate } from "../dates";
import { type View, isNarrowed, matcher } from "../filter";
import { type GroupName, group } from "../grouping";
import { texts } from "../texts";
import { useClock, useNudge, useObserved } from "./context";
import { Narrowed } from "./Narrowed";
import { Suggestions } from "./Suggestions";
import { TaskGroup } from "./TaskGroup";

const ORDER: readonly GroupName[] = ["overdue", "today", "upcoming", "someday", "completed"];

export function TaskPane({ view, change }: { view: View; change: (fields: Partial<View>) => void }) {
  const nudge = useNudge();
  const clock = useClock();
  const editing = useObserved(nudge.editing);
  const { tasks, loading, fresh } = useObserved(nudge.list);
  const { words, tag, priority, task } = useDeferredValue(view);
  const narrowed = isNarrowed(view);
  const groups = useMemo(() => {
    const matches = matcher({ words, tag, priority, task });
    return group([...tasks.values()].filter(matches), clock);
  }, [tasks, clock, words, tag, priority, task]);
  const shown = ORDER.filter((name) => groups[name].length > 0);
  const open = shown.some((name) => name !== "completed");

  return (
    <>
      <div className="heading">
        <h1>{longDate(localDate(clock.now, clock.zone), clock.locale)}</h1>
        {narrowed ? (
          <Narrowed view={view} change={change} />
        ) : (
          <p className="summary">{texts.groups.summary(groups.today.length, groups.overdue.length)}</p>
        )}
      </div>
      {loading === "failed" && <Failed />}
      {loading === "first" && <Loading />}
      {(loading === "done" || loading === "more") && !open && !narrowed && (
        <Empty fresh={shown.length === 0 && loading === "done"} loading={loading === "more"} />
      )}
      {loading === "done" && narrowed && shown.length === 0 && <p className="quiet-note">{texts.states.noMatch}</p>}
      {shown.map((name) => (
        <TaskGroup
          key={name}
          name={name}
          tasks={groups[name]}
          fresh={fresh}
          editing={editing?.place === "list" ? editing : null}
          onTag={(chosen) => change({ tag: chosen })}
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
