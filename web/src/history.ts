/** What happened to a task, in words: entries of the audit trail (`/api/audit`). Pure. */

import { texts } from "./texts";

export interface AuditEntry {
  id: string;
  time: string;
  event_type: string;
  actor: { name?: string; client_id?: string };
  detail: { changes?: Record<string, { to?: unknown }>; permanent?: boolean; asked_for?: string; reason?: string | null };
}

/** One sentence without its end; null for what tells a person nothing. */
export function historyWords({ event_type: type, detail }: AuditEntry): string | null {
  if (type === "task.updated" && detail.changes?.status?.to === "active") return texts.history.reopened;
  if (type === "task.updated") return changed(Object.keys(detail.changes ?? {}));
  if (type === "task.deleted" && detail.permanent) return texts.history.deletedForGood;
  const words = texts.history.types[type];
  return typeof words === "function" ? words(detail.asked_for ?? "", detail.reason ?? "") : (words ?? null);
}

/** Who did it, for what a named person did. */
export function actorWords({ actor }: AuditEntry): string {
  return actor.name ? texts.history.by(actor.name) : "";
}

function changed(fields: readonly string[]): string {
  const names = [...new Set(fields.map((field) => texts.history.fields[field]).filter(Boolean))];
  return names.length > 0 ? texts.history.changed(names.join(", ")) : texts.history.changedSomething;
}
