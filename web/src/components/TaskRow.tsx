import { type KeyboardEvent, memo, useRef } from "react";

import { momentWords } from "../dates";
import type { Editing } from "../nudge";
import type { Task } from "../task";
import { texts } from "../texts";
import { useClock, useNudge } from "./context";
import { focusSoon, keepingFocus, neighbour } from "./focus";
import { Icon } from "./Icon";
import { Due, Marks } from "./Marks";
import { TaskEditor } from "./TaskEditor";
import { UserText } from "./UserText";

interface Props {
  task: Task;
  position: number;
  count: number;
  fresh: boolean;
  editing: Editing | null;
  onTag: (tag: string) => void;
}

export const TaskRow = memo(function TaskRow({ task, position, count, fresh, editing, onTag }: Props) {
  const nudge = useNudge();
  const clock = useClock();
  const row = useRef<HTMLLIElement>(null);
  const done = task.status === "completed";
  const stop = `task-${task.id}`;

  const toggle = () => keepingFocus(row.current, () => (done ? nudge.reopen(task) : nudge.complete(task)));
  const remove = () => keepingFocus(row.current, () => nudge.trash(task));
  const edit = () => nudge.beginEdit("list", task);
  const endEdit = () => {
    nudge.endEdit();
    focusSoon(stop);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!row.current || event.target !== document.getElementById(stop)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] as 1 | -1 | undefined;
    if (step) neighbour(row.current, step)?.focus();
    else if (event.key === "Enter") edit();
    else if (event.key === "Delete") remove();
    else return;
    event.preventDefault();
  };

  return (
    <li
      ref={row}
      data-key={task.id}
      className="task"
      data-done={done || undefined}
      data-fresh={fresh || undefined}
      data-editing={editing ? true : undefined}
      aria-setsize={count}
      aria-posinset={position}
      onKeyDown={onKeyDown}
    >
      <button
        type="button"
        id={stop}
        data-stop
        className={`tick ${task.priority}`}
        role="checkbox"
        aria-checked={done}
        aria-label={done ? texts.task.reopen(task.title) : texts.task.complete(task.title)}
        onClick={toggle}
      >
        <span className="ring">
          <Icon name="check" />
        </span>
      </button>
      {editing ? (
        <TaskEditor editing={editing} onEnd={endEdit} />
      ) : (
        <>
          <button type="button" className="title" onClick={edit}>
            <UserText text={task.title} />
          </button>
          <span className="when">
            {done && task.completed_at ? (
              <span className="due">{texts.task.completedAt(momentWords(task.completed_at, clock))}</span>
            ) : (
              <Due task={task} />
            )}
          </span>
          {task.description && (
            <p className="notes">
              <UserText text={task.description} />
            </p>
          )}
          <Marks task={task} onTag={onTag} />
          <div className="actions">
            <button type="button" tabIndex={-1} aria-label={texts.task.edit(task.title)} title={texts.task.editShort} onClick={edit}>
              <Icon name="pencil" />
            </button>
            <button type="button" tabIndex={-1} aria-label={texts.task.delete(task.title)} title={texts.task.deleteShort} onClick={remove}>
              <Icon name="trash" />
            </button>
          </div>
        </>
      )}
    </li>
  );
});
