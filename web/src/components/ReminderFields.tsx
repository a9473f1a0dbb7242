import { useId } from "react";

import { MOST, type Reminding, SPANS, anotherReminding } from "../reminding";
import { texts } from "../texts";
import { focusSoon } from "./focus";
import { Icon } from "./Icon";

interface Props {
  reminders: readonly Reminding[];
  /** Whether the task has a date that reminders can come before. */
  dated: boolean;
  change: (reminders: Reminding[]) => void;
}

/** Any number of reminders, each before the due date or at a moment of its own. */
export function ReminderFields({ reminders, dated, change }: Props) {
  const id = useId();
  const set = (index: number, fields: Partial<Reminding>) =>
    change(reminders.map((each, other) => (other === index ? { ...each, ...fields } : each)));
  const remove = (index: number) => {
    change(reminders.filter((_, other) => other !== index));
    focusSoon(`${id}-add`);
  };
  const add = () => {
    change([...reminders, anotherReminding()]);
    focusSoon(`${id}-${reminders.length}`);
  };
  return (
    <fieldset className="reminders">
      <legend>{texts.editor.reminders}</legend>
      {reminders.map((reminder, index) => (
        <Row
          key={index}
          id={`${id}-${index}`}
          number={index + 1}
          reminder={reminder}
          set={(fields) => set(index, fields)}
          remove={() => remove(index)}
        />
      ))}
      {!dated && reminders.some(({ span }) => span !== "moment") && <p className="hint">{texts.editor.undated}</p>}
      <button type="button" id={`${id}-add`} className="quiet" disabled={reminders.length >= MOST} onClick={add}>
        {texts.editor.addReminder}
      </button>
    </fieldset>
  );
}

interface RowProps {
  id: string;
  number: number;
  reminder: Reminding;
  set: (fields: Partial<Reminding>) => void;
  remove: () => void;
}

function Row({ id, number, reminder, set, remove }: RowProps) {
  const { span, amount, date, time } = reminder;
  return (
    <div className="fields" role="group" aria-label={texts.editor.reminder(number)}>
      {span !== "due" && span !== "moment" && (
        <input
          className="amount"
          inputMode="numeric"
          maxLength={6}
          aria-label={texts.editor.howLong(number)}
          value={amount}
          onChange={(event) => set({ amount: event.target.value })}
        />
      )}
      <select
        id={id}
        aria-label={texts.editor.when(number)}
        value={span}
        onChange={(event) => set({ span: event.target.value as Reminding["span"] })}
      >
        {SPANS.map((each) => (
          <option key={each} value={each}>
            {texts.editor.span[each]}
          </option>
        ))}
      </select>
      {span === "moment" && (
        <>
          <input
            type="date"
            aria-label={texts.editor.momentDate(number)}
            value={date}
            onChange={(event) => set({ date: event.target.value })}
          />
          <input
            type="time"
            aria-label={texts.editor.momentTime(number)}
            value={time}
            onChange={(event) => set({ time: event.target.value })}
          />
        </>
      )}
      <button type="button" className="tool" aria-label={texts.editor.removeReminder(number)} onClick={remove}>
        <Icon name="close" />
      </button>
    </div>
  );
}
