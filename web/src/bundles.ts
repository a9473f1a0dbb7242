/** Notifications that came together, as one entry that unfolds. Pure. */

import type { Notification } from "./notification";

export interface Bundle {
  key: string;
  items: readonly Notification[];
}

/** Reminders of one message, or of one moment, stand together; everything else stands alone. The order stays. */
export function bundles(items: readonly Notification[]): Bundle[] {
  const found = new Map<string, Notification[]>();
  for (const item of items) {
    const key = item.kind === "reminder" ? (item.digest_id ?? item.time) : item.id;
    const before = found.get(key);
    if (before) before.push(item);
    else found.set(key, [item]);
  }
  return [...found].map(([key, together]) => ({ key, items: together }));
}
