import { useEffect, useMemo, useRef, useState } from "react";

import { momentWords } from "../dates";
import { type View, isNarrowed, matcher } from "../filter";
import { trash } from "../grouping";
import type { Task } from "../task";
import { texts } from "../texts";
import { useClock, useNudge, useObserved } from "./context";
import { focused, keepingFocus } from "./focus";
import { Icon } from "./Icon";
import { Narrowed } from "./Narrowed";
import { UserText } from "./UserText";
import { useRowWindow } from "./useRowWindow";

export function TrashPane({ view, change }: { view: View; change: (fields: Partial<View>) => void }) {
  const nudge = useNudge();
  const { tasks, trashLoading } = useObserved(nudge.list);
  useEffect(() => void nudge.list.loadTrash(), [nudge]);
  const { words, tag, priority, task } = view;
  const deleted = useMemo(
    () => trash(tasks.values()).filter(matcher({ words, tag, priority, task })),
    [tasks, words, tag, priority, task],
  );
  const narrowed = isNarrowed(view);
  const keys = useMemo(() => deleted.map(({ id }) => id), [deleted]);
  const list = useRef<HTMLUListElement>(null);
  const { start, end, above, below } = useRowWindow(list, keys);

  return (
    <>
      <div className="heading">
        <h1>{texts.trash.title}</h1>
        {narrowed ? <Narrowed view={view} change={change} /> : <p className="quiet-note">{texts.trash.explain}</p>}
      </div>
      {trashLoading === "failed" && (
        <div className="state" role="alert">
          <p className="lead">{texts.states.failed}</p>
          <button type="button" className="primary" onClick={() => void nudge.list.loadTrash()}>
            {texts.states.retry}
          </button>
        </div>
      )}
      {trashLoading === "done" && deleted.length === 0 && (
        <p className="state">{narrowed ? texts.states.noMatch : texts.trash.empty}</p>
      )}
      <ul ref={list} className="tasks" aria-label={texts.trash.title} style={{ paddingTop: above, paddingBottom: below }}>
        {deleted.slice(start, end).map((task) => (
          <TrashRow key={task.id} task={task} />
        ))}
      </ul>
    </>
  );
}

function TrashRow({ task }: { task: Task }) {
  const nudge = useNudge();
  const clock = useClock();
  const row = useRef<HTMLLIElement>(null);
  const [asking, setAsking] = useState(false);
  return (
    <li ref={row} data-key={task.id} className="task trashed">
      <span className="title">
        <UserText text={task.title} />
      </span>
      {task.deleted_at && <p className="notes">{texts.trash.deletedAt(momentWords(task.deleted_at, clock))}</p>}
      <div className="buttons">
        {asking ? (
          <span className="sure" role="group" aria-label={texts.trash.sure}>
            <button
              type="button"
              className="quiet danger"
              ref={focused}
              onClick={() => keepingFocus(row.current, () => nudge.deleteForGood(task))}
            >
              {texts.trash.yes}
            </button>
            <button type="button" className="quiet" onClick={() => setAsking(false)}>
              {texts.trash.no}
            </button>
          </span>
        ) : (
          <>
            <button
              type="button"
              id={`trashed-${task.id}`}
              data-stop
              className="quiet"
              aria-label={texts.trash.restoreFull(task.title)}
              onClick={() => keepingFocus(row.current, () => nudge.restore(task))}
            >
              <Icon name="restore" />
              {texts.trash.restore}
            </button>
            <button type="button" className="quiet danger" aria-label={texts.trash.forGoodFull(task.title)} onClick={() => setAsking(true)}>
              {texts.trash.forGood}
            </button>
          </>
        )}
      </div>
    </li>
  );
}
