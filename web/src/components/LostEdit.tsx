import { useRef, useState } from "react";

import { ApiProblem, newKey, request } from "../api";
import { type Draft, asNew } from "../draft";
import { LOST, zone } from "../nudge";
import type { Task } from "../task";
import { texts } from "../texts";
import { useNudge, useObserved } from "./context";
import { focusSoon } from "./focus";
import { TaskEditor } from "./TaskEditor";

/** An edit whose task was deleted meanwhile: what was written stays, and can become a new task. */
export function LostEdit() {
  const nudge = useNudge();
  const editing = useObserved(nudge.editing);
  const attempt = useRef({ body: "", key: "" });
  const [problem, setProblem] = useState<string | null>(null);
  if (editing?.place !== LOST) return null;

  const end = () => {
    setProblem(null);
    nudge.endEdit();
    focusSoon("tasks");
  };
  /** The same body goes under the same key: a repeated attempt makes no second task. */
  const keep = async (draft: Draft) => {
    const body = asNew(editing.task, draft, zone());
    const text = JSON.stringify(body);
    if (attempt.current.body !== text) attempt.current = { body: text, key: newKey() };
    try {
      nudge.list.take([await request<Task>("POST", "/api/tasks", { body, key: attempt.current.key })]);
      end();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.message);
    }
  };
  return (
    <section className="lost" aria-labelledby="lost-title">
      <div role="alert">
        <h2 id="lost-title">{texts.editor.lost(editing.task.title)}</h2>
      </div>
      <TaskEditor editing={editing} onEnd={end} keep={keep} />
      <p className="problem" role="alert">
        {problem}
      </p>
    </section>
  );
}
