import { useMemo, useRef, useState } from "react";

import type { GroupName } from "../grouping";
import type { Editing } from "../nudge";
import type { Task } from "../task";
import { number, texts } from "../texts";
import { Icon } from "./Icon";
import { TaskRow } from "./TaskRow";
import { useRowWindow } from "./useRowWindow";

interface Props {
  name: GroupName;
  tasks: readonly Task[];
  fresh: ReadonlySet<string>;
  editing: Editing | null;
  onTag: (tag: string) => void;
}

/** One group of the list under its heading; completed tasks are folded away at first. */
export function TaskGroup({ name, tasks, fresh, editing, onTag }: Props) {
  const folding = name === "completed";
  const [open, setOpen] = useState(!folding);
  const heading = `group-${name}`;
  return (
    <section className={`group ${name}`} aria-labelledby={heading}>
      <h2 id={heading}>
        {folding ? (
          <button type="button" className="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name="chevron" />
            {texts.groups[name]}
          </button>
        ) : (
          texts.groups[name]
        )}
        <span className="count" aria-hidden="true">
          {number(tasks.length)}
        </span>
        <span className="unseen">, {texts.groups.count(tasks.length)}</span>
      </h2>
      {open && <Rows tasks={tasks} fresh={fresh} editing={editing} onTag={onTag} heading={heading} />}
    </section>
  );
}

function Rows({ tasks, fresh, editing, onTag, heading }: Omit<Props, "name"> & { heading: string }) {
  const list = useRef<HTMLUListElement>(null);
  const keys = useMemo(() => tasks.map(({ id }) => id), [tasks]);
  const { start, end, above, below } = useRowWindow(list, keys);
  return (
    <ul ref={list} className="tasks" aria-labelledby={heading} style={{ paddingTop: above, paddingBottom: below }}>
      {tasks.slice(start, end).map((task, index) => (
        <TaskRow
          key={task.id}
          task={task}
          position={start + index + 1}
          count={tasks.length}
          fresh={fresh.has(task.id)}
          editing={editing?.task.id === task.id ? editing : null}
          onTag={onTag}
        />
      ))}
    </ul>
  );
}
