// The service worker: shows what is pushed, also while no page is open. What it says comes with the message, encrypted for this browser
// alone. It caches nothing and answers no request of the page.

const PAGE = self.registration.scope;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  if (event.data) event.waitUntil(show(event.data.json()));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(act(event.action, event.notification.data));
});

// The browser's maker has given it another address: the old one is of no use any more.
self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(renew(event.oldSubscription?.options ?? event.newSubscription?.options));
});

/** A page that somebody looks at shows the reminder itself. */
async function show({ title, body, tag, actions = [], ...data }) {
  const windows = await self.clients.matchAll({ type: "window" });
  if (windows.some((window) => window.focused)) return;
  await self.registration.showNotification(title, { body, tag, actions, data, icon: "/icon.svg", badge: "/icon.svg" });
}

async function act(action, { reminder, minutes, url }) {
  if (action && reminder) {
    const done = await send(`/api/reminders/${reminder}/${action}`, action === "snooze" ? { minutes } : undefined, `push-${action}-${reminder}`);
    if (done) return;
  }
  await open(url);
}

/** True when the server has done it; the page tells the rest. */
async function send(path, body, key) {
  const headers = { "Idempotency-Key": key, ...(body && { "Content-Type": "application/json" }) };
  try {
    const answer = await fetch(path, { method: "POST", headers, body: body && JSON.stringify(body), credentials: "same-origin" });
    return answer.ok;
  } catch {
    return false;
  }
}

async function open(url) {
  const target = new URL(url, PAGE).href;
  const [window] = await self.clients.matchAll({ type: "window" });
  if (!window) return self.clients.openWindow(target);
  await window.focus();
  return window.navigate(target);
}

async function renew(options) {
  if (!options?.applicationServerKey) return;
  const { userVisibleOnly, applicationServerKey } = options;
  const { endpoint, keys } = (await self.registration.pushManager.subscribe({ userVisibleOnly, applicationServerKey })).toJSON();
  await fetch("/api/settings/push", {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ endpoint, keys }),
    credentials: "same-origin",
  });
}
