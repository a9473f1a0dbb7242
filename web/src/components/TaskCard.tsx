import type { Task } from "../task";
import { texts } from "../texts";
import { useNudge, useObserved } from "./context";
import { focusSoon } from "./focus";
import { Icon } from "./Icon";
import { Due, Marks } from "./Marks";
import { TaskEditor } from "./TaskEditor";
import { UserText } from "./UserText";

interface Props {
  task: Task;
  /** The message that the card belongs to: the same task may stand in several. */
  place: string;
  brief: boolean;
}

/** The id of the button that begins to edit on a card. */
export function editButton(place: string, task: Task): string {
  return `edit-${place}-${task.id}`;
}

/** What was understood, with the date in full, to be corrected in place. */
export function TaskCard({ task, place, brief }: Props) {
  const nudge = useNudge();
  const editing = useObserved(nudge.editing);
  const button = editButton(place, task);
  const end = () => {
    nudge.endEdit();
    focusSoon(button);
  };
  if (editing?.place === place && editing.task.id === task.id) {
    return (
      <li className="card">
        <TaskEditor editing={editing} onEnd={end} />
      </li>
    );
  }
  return (
    <li className="card" data-status={task.status}>
      <div className="what">
        <span className="title">
          <UserText text={task.title} />
        </span>
        <Due task={task} full={!brief} />
        <Marks task={task} full />
        {task.status !== "active" && (
          <p className="notes">{task.status === "trashed" ? texts.chat.inTrash : texts.chat.done}</p>
        )}
      </div>
      {task.status !== "trashed" && (
        <button
          type="button"
          id={button}
          className="card-edit"
          aria-label={texts.task.edit(task.title)}
          title={texts.task.editShort}
          onClick={() => nudge.beginEdit(place, task)}
        >
          <Icon name="pencil" />
        </button>
      )}
    </li>
  );
}
