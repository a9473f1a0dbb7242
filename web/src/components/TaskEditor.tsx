import { type KeyboardEvent, type SyntheticEvent, useId, useState } from "react";

import { type Draft, changesOf, obstacle } from "../draft";
import { type Editing, zone } from "../nudge";
import { texts } from "../texts";
import { useNudge } from "./context";
import { focused } from "./focus";
import { History } from "./History";
import { Icon } from "./Icon";
import { ReminderFields } from "./ReminderFields";
import { RepeatFields } from "./RepeatFields";

const PRIORITIES = ["low", "medium", "high"] as const;

interface Props {
  editing: Editing;
  onEnd: () => void;
  /** Given when the task is no more: makes a new one of the draft. */
  keep?: (draft: Draft) => Promise<void>;
}

/** The fields of a task in place. The draft lives outside, so that it survives when the row moves to another group. */
export function TaskEditor({ editing, onEnd, keep }: Props) {
  const nudge = useNudge();
  const id = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const { task, draft } = editing;
  const change = (fields: Partial<Draft>) => nudge.editing.set({ ...editing, draft: { ...draft, ...fields } });

  const save = (event?: SyntheticEvent) => {
    event?.preventDefault();
    const found = obstacle(draft);
    setProblem(found);
    if (found) return;
    if (keep) return void keep(draft);
    const changes = changesOf(task, draft, zone());
    if (changes) nudge.edit(task, changes.body, changes.effect);
    onEnd();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onEnd();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    event.stopPropagation();
  };

  return (
    <form className="editor" onSubmit={save} onKeyDown={onKeyDown} aria-label={texts.editor.legend(task.title)} noValidate>
      <div className="field">
        <label htmlFor={`${id}-title`}>{texts.editor.title}</label>
        <input
          id={`${id}-title`}
          dir="auto"
          ref={focused}
          value={draft.title}
          maxLength={500}
          autoComplete="off"
          aria-invalid={problem !== null && !draft.title.trim()}
          onChange={(event) => change({ title: event.target.value })}
        />
      </div>
      <div className="fields">
        <div className="field">
          <label htmlFor={`${id}-date`}>{texts.editor.date}</label>
          <input id={`${id}-date`} type="date" value={draft.date} onChange={(event) => change({ date: event.target.value })} />
        </div>
        <div className="field">
          <label htmlFor={`${id}-time`}>{texts.editor.time}</label>
          <input id={`${id}-time`} type="time" value={draft.time} onChange={(event) => change({ time: event.target.value })} />
        </div>
        {(draft.date || draft.time) && (
          <button type="button" className="quiet" onClick={() => change({ date: "", time: "" })}>
            {texts.editor.noDate}
          </button>
        )}
      </div>
      <fieldset className="choice">
        <legend>{texts.editor.priority}</legend>
        {PRIORITIES.map((priority) => (
          <label key={priority}>
            <input
              type="radio"
              name={`${id}-priority`}
              checked={draft.priority === priority}
              onChange={() => change({ priority })}
            />
            <span>{texts.priority[priority]}</span>
          </label>
        ))}
      </fieldset>
      <RepeatFields task={task} draft={draft} change={(repetition) => change({ repetition })} />
      <ReminderFields
        reminders={draft.reminders}
        dated={draft.date !== ""}
        change={(reminders) => change({ reminders })}
      />
      <div className="field">
        <label htmlFor={`${id}-tags`}>{texts.editor.tags}</label>
        <input
          id={`${id}-tags`}
          dir="auto"
          value={draft.tags}
          placeholder={texts.editor.tagsHint}
          autoComplete="off"
          onChange={(event) => change({ tags: event.target.value })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-description`}>{texts.editor.description}</label>
        <textarea
          id={`${id}-description`}
          dir="auto"
          rows={2}
          value={draft.description}
          onChange={(event) => change({ description: event.target.value })}
        />
      </div>
      {!keep && <History task={task} />}
      <p className="problem" role="alert">
        {problem}
      </p>
      <div className="buttons">
        <button type="submit" className="primary">
          {keep ? texts.editor.keep : texts.editor.save}
        </button>
        <button type="button" className="quiet" onClick={onEnd}>
          {keep ? texts.editor.discard : texts.editor.cancel}
        </button>
        {!keep && (
          <button
            type="button"
            className="quiet danger end"
            onClick={() => {
              onEnd();
              nudge.trash(task);
            }}
          >
            <Icon name="trash" />
            {texts.task.deleteShort}
          </button>
        )}
      </div>
    </form>
  );
}
