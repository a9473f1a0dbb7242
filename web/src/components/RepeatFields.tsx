import { useEffect, useId, useState } from "react";

import { dueInFull } from "../dates";
import type { Draft } from "../draft";
import { repeatWords } from "../marks";
import { zone } from "../nudge";
import { Preview } from "../preview";
import { DAYS, LAST_DAY, type Repetition, UNITS, obstacleOfRepetition, recurrenceOf } from "../repetition";
import type { Task } from "../task";
import { texts } from "../texts";
import { useClock, useObserved } from "./context";

const MONTH_DAYS = Array.from({ length: 31 }, (_, index) => String(index + 1));
const ENDS = ["never", "until", "count"] as const;

interface Props {
  task: Task;
  draft: Draft;
  change: (repetition: Repetition) => void;
}

/** The rule of repetition, and the days that it names. */
export function RepeatFields({ task, draft, change }: Props) {
  const id = useId();
  const clock = useClock();
  const { repetition } = draft;
  const { unit } = repetition;
  const set = (fields: Partial<Repetition>) => change({ ...repetition, ...fields });
  return (
    <div className="repeat">
      <div className="fields">
        <div className="field">
          <label htmlFor={`${id}-unit`}>{texts.editor.repeat}</label>
          <select id={`${id}-unit`} value={unit} onChange={(event) => set({ unit: event.target.value as Repetition["unit"] })}>
            <option value="never">{texts.editor.repeats.never}</option>
            {UNITS.map((each) => (
              <option key={each} value={each}>
                {texts.editor.repeats[each]}
              </option>
            ))}
            {unit === "other" && task.recurrence && (
              <option value="other">{texts.editor.repeatsAsIs(repeatWords(task.recurrence, clock.locale))}</option>
            )}
          </select>
        </div>
        {unit !== "never" && unit !== "other" && unit !== "weekdays" && (
          <div className="field short">
            <label htmlFor={`${id}-interval`}>{texts.editor.interval[unit]}</label>
            <input
              id={`${id}-interval`}
              inputMode="numeric"
              maxLength={3}
              value={repetition.interval}
              onChange={(event) => set({ interval: event.target.value })}
            />
          </div>
        )}
        {unit === "monthly" && (
          <div className="field">
            <label htmlFor={`${id}-day`}>{texts.editor.monthDay}</label>
            <select id={`${id}-day`} value={repetition.monthDay} onChange={(event) => set({ monthDay: event.target.value })}>
              <option value="">{texts.editor.sameDay}</option>
              {MONTH_DAYS.map((day) => (
                <option key={day}>{day}</option>
              ))}
              <option value={LAST_DAY}>{texts.editor.lastDay}</option>
            </select>
          </div>
        )}
      </div>
      {unit === "weekly" && <Weekdays chosen={repetition.days} change={(days) => set({ days })} />}
      {unit !== "never" && unit !== "other" && <End repetition={repetition} set={set} />}
      {unit !== "never" && <Next task={task} draft={draft} />}
    </div>
  );
}

function Weekdays({ chosen, change }: { chosen: readonly string[]; change: (days: string[]) => void }) {
  return (
    <fieldset className="choice">
      <legend>{texts.editor.days}</legend>
      {DAYS.map((day) => (
        <label key={day}>
          <input
            type="checkbox"
            aria-label={texts.editor.day[day]}
            checked={chosen.includes(day)}
            onChange={() => change(chosen.includes(day) ? chosen.filter((each) => each !== day) : [...chosen, day])}
          />
          <span>{texts.repeat.days[day]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function End({ repetition, set }: { repetition: Repetition; set: (fields: Partial<Repetition>) => void }) {
  const id = useId();
  const { end, until, count } = repetition;
  return (
    <div className="fields">
      <div className="field">
        <label htmlFor={`${id}-end`}>{texts.editor.ends}</label>
        <select id={`${id}-end`} value={end} onChange={(event) => set({ end: event.target.value as Repetition["end"] })}>
          {ENDS.map((each) => (
            <option key={each} value={each}>
              {texts.editor.end[each]}
            </option>
          ))}
        </select>
      </div>
      {end === "until" && (
        <div className="field">
          <label htmlFor={`${id}-until`}>{texts.editor.until}</label>
          <input id={`${id}-until`} type="date" value={until} onChange={(event) => set({ until: event.target.value })} />
        </div>
      )}
      {end === "count" && (
        <div className="field short">
          <label htmlFor={`${id}-count`}>{texts.editor.count}</label>
          <input
            id={`${id}-count`}
            inputMode="numeric"
            maxLength={4}
            value={count}
            onChange={(event) => set({ count: event.target.value })}
          />
        </div>
      )}
    </div>
  );
}

/** The first occurrences as the server counts them, so that the calendar's odd days are seen before saving. */
function Next({ task, draft }: { task: Task; draft: Draft }) {
  const clock = useClock();
  const [preview] = useState(() => new Preview());
  const { next, problem } = useObserved(preview);
  const { repetition, date, time } = draft;
  useEffect(() => {
    const recurrence = obstacleOfRepetition(repetition) ? null : recurrenceOf(repetition, task.recurrence);
    const due = date && (time ? `${date}T${time}:00` : date);
    preview.ask(recurrence && { recurrence, timezone: zone(), ...(due ? { due_at: due } : {}) });
    return () => preview.ask(null);
  }, [preview, repetition, task.recurrence, date, time]);
  return (
    <div className="next" role="status">
      {problem && <p className="problem">{problem}</p>}
      {next.length > 0 && (
        <>
          <p className="hint">{texts.editor.next}</p>
          <ol>
            {next.map(({ due_at, adjusted }) => (
              <li key={due_at}>
                {dueInFull({ due_at, all_day: due_at.length === 10 }, clock, false)}
                {adjusted && <span className="hint"> {texts.editor.adjusted(adjusted.from)}</span>}
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}
