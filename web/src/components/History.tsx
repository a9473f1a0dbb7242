import { useId, useState } from "react";

import { ApiProblem, type Page, request } from "../api";
import { momentWords } from "../dates";
import { type AuditEntry, actorWords, historyWords } from "../history";
import type { Task } from "../task";
import { texts } from "../texts";
import { useClock } from "./context";

const LIMIT = 50;

type Found = { entries: readonly AuditEntry[]; more: boolean } | { problem: string } | "loading" | null;

/** What happened to the task, newest first; asked for when somebody wants to know. */
export function History({ task }: { task: Task }) {
  const id = useId();
  const clock = useClock();
  const [found, setFound] = useState<Found>(null);
  const load = async () => {
    setFound("loading");
    try {
      const query = new URLSearchParams({ entity_id: task.id, limit: String(LIMIT) });
      const { items, next } = await request<Page<AuditEntry>>("GET", `/api/audit?${query.toString()}`);
      setFound({ entries: items, more: next !== null });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setFound({ problem: error.message });
    }
  };
  const open = found !== null;
  return (
    <div className="history">
      <button
        type="button"
        className="quiet"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => (open ? setFound(null) : void load())}
      >
        {texts.history.title}
      </button>
      <div id={id} role="status">
        {found === "loading" && <span className="unseen">{texts.history.loading}</span>}
        {found && found !== "loading" && "problem" in found && <p className="problem">{found.problem}</p>}
        {found && found !== "loading" && "entries" in found && (
          <ol>
            {found.entries.map((entry) => (
              <Line key={entry.id} entry={entry} moment={momentWords(entry.time, clock)} />
            ))}
            {found.more && <li className="hint">{texts.history.more(LIMIT)}</li>}
          </ol>
        )}
      </div>
    </div>
  );
}

function Line({ entry, moment }: { entry: AuditEntry; moment: string }) {
  const words = historyWords(entry);
  if (!words) return null;
  return (
    <li>
      <bdi>
        {words}
        {actorWords(entry)}
      </bdi>{" "}
      <time className="hint" dateTime={entry.time}>
        {moment}
      </time>
    </li>
  );
}
