import { dueInFull, dueWords, isOverdue } from "../dates";
import { reminderWords, repeatWords } from "../marks";
import type { Task } from "../task";
import { texts } from "../texts";
import { useClock } from "./context";
import { Icon } from "./Icon";
import { UserText } from "./UserText";

/** The due date: relative for the eye, in full on hover and for screen readers. */
export function Due({ task, full = false }: { task: Task; full?: boolean }) {
  const clock = useClock();
  if (!task.due_at) return null;
  const exact = dueInFull(task, clock);
  const late = task.status === "active" && isOverdue(task, clock);
  const className = late ? "due late" : "due";
  if (full) {
    return (
      <time className={className} dateTime={task.due_at} title={exact}>
        {dueInFull(task, clock, false)}
      </time>
    );
  }
  return (
    <time className={className} dateTime={task.due_at} title={exact}>
      <span aria-hidden="true">{dueWords(task, clock)}</span>
      <span className="unseen">{texts.due.due(exact)}</span>
    </time>
  );
}

interface MarksProps {
  task: Task;
  onTag?: (tag: string) => void;
  /** Names the priority also where it is the usual one. */
  full?: boolean;
}

/** Priority, repeat, reminders and tags; nothing when there are none. */
export function Marks({ task, onTag, full = false }: MarksProps) {
  const clock = useClock();
  const { priority, recurrence, reminders, tags } = task;
  const notable = full || priority !== "medium";
  if (!notable && !recurrence && reminders.length === 0 && tags.length === 0) return null;
  return (
    <ul className="marks">
      {notable && (
        <li className={`mark priority ${priority}`}>
          <Icon name="flag" />
          {texts.priority[priority]}
          <span className="unseen"> {texts.priority.suffix}</span>
        </li>
      )}
      {recurrence && (
        <li className="mark" title={texts.repeat.label(repeatWords(recurrence, clock.locale))}>
          <Icon name="repeat" />
          <span className="unseen">{texts.repeat.prefix} </span>
          {repeatWords(recurrence, clock.locale)}
        </li>
      )}
      {reminders.map((reminder, index) => (
        <li key={index} className="mark" title={texts.reminder.label(reminderWords(reminder, clock))}>
          <Icon name="bell" />
          <span className="unseen">{texts.reminder.prefix} </span>
          {reminderWords(reminder, clock)}
        </li>
      ))}
      {tags.map((tag) => (
        <li key={tag}>
          {onTag ? (
            <button type="button" className="tag" aria-label={texts.task.tag(tag)} onClick={() => onTag(tag)}>
              <UserText text={tag} />
            </button>
          ) : (
            <span className="tag">
              <UserText text={tag} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
