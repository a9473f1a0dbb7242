/** A notification as the interface gives it (`/api/notifications`, live updates). */

import type { Task } from "./task";

export interface Notification {
  id: string;
  time: string;
  kind: "reminder" | "conflict" | "delivery-failed" | "catch-up";
  task_id: string | null;
  reminder_id: string | null;
  digest_id: string | null;
  title: string;
  text: string;
  late: boolean;
  read_at: string | null;
}

/** What live updates tell of notifications; `ids` null means all of them. */
export type NotificationChange =
  | { type: "notification.created"; notification: Notification; unread: number; task?: Task }
  | { type: "notification.read"; ids: string[] | null; unread: number };
