/** Reminders that this browser shows also while no page is open: asked for here, pushed by the server to the service worker. */

import { newKey, request } from "./api";
import type { Preferences } from "./preferences";

const WORKER = "/push.js";
const PATH = "/api/settings/push";

/** What this browser can do: `blocked` when the user has forbidden notifications, `none` when it lacks them (or the page is not on https). */
export type PushAbility = "able" | "blocked" | "none";

export function pushAbility(): PushAbility {
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return "none";
  return Notification.permission === "denied" ? "blocked" : "able";
}

/** Why it could not be switched on: the user said no, or the browser reaches no push service. */
export class PushRefused extends Error {
  constructor(readonly reason: "denied" | "no-service") {
    super(reason);
  }
}

/** Asks the user and the browser, and tells the server where to push. Throws PushRefused or ApiProblem. */
export async function switchPushOn(publicKey: string): Promise<Preferences> {
  if ((await Notification.requestPermission()) !== "granted") throw new PushRefused("denied");
  const subscription = await subscribed(publicKey);
  const { endpoint, keys } = subscription.toJSON();
  try {
    return await request("PUT", PATH, { body: { endpoint, keys }, key: newKey() });
  } catch (error) {
    await subscription.unsubscribe();
    throw error;
  }
}

/** The server forgets this browser first: what it does not know it cannot push to. */
export async function switchPushOff(): Promise<Preferences> {
  const after = await request<Preferences>("DELETE", PATH, { key: newKey() });
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
  await registration?.unregister();
  return after;
}

async function subscribed(publicKey: string): Promise<PushSubscription> {
  await navigator.serviceWorker.register(WORKER);
  const { pushManager } = await navigator.serviceWorker.ready;
  // One that was made with an earlier key of the server cannot be pushed to with this one.
  await (await pushManager.getSubscription())?.unsubscribe();
  try {
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) });
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    throw new PushRefused(error.name === "NotAllowedError" ? "denied" : "no-service");
  }
}

/** The bytes of base64url text. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
