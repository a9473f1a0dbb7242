/** The edge to the server: requests out, answers and problems (RFC 9457) in. */

import type { Task } from "./task";
import { texts } from "./texts";

const TIMEOUT_MS = 20_000;

/** A request that did not do what it should, told so that a person understands it. */
export class ApiProblem extends Error {
  constructor(
    message: string,
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    readonly code: string,
    readonly fields: readonly { field: string; message: string }[] = [],
  ) {
    super(message);
  }

  /** True when the same request may succeed a moment later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export interface Page<T> {
  items: T[];
  next: string | null;
  /** There only for a list that is shown as it was at that instant, because the tasks cannot be reached now. */
  stale_since?: string | null;
}

export interface Session {
  required: boolean;
  signed_in: boolean;
  client_id: string;
  name: string | null;
}

export interface Clarification {
  question: string;
  field: string;
  options: string[];
}

export interface ChatAnswer {
  conversation_id: string;
  reply: string;
  operation: string;
  clarification: Clarification | null;
  tasks: Task[];
}

export interface ChatRequest {
  message: string;
  timezone: string;
  locale?: string;
  conversation_id?: string;
}

export interface ConversationItem {
  role: "user" | "assistant";
  text: string;
  at: string;
  operation?: string | null;
  task_ids?: string[] | null;
  clarification?: Clarification | null;
}

/** What a change on an older version has overwritten; `fields` are those that both had changed. */
export interface ConflictNotice {
  fields: readonly string[];
  changes: Readonly<Record<string, { from: unknown; to: unknown }>>;
}

/** A task as PATCH answers it: with the conflict that the change won, if there was one. */
export type ChangedTask = Task & { conflict?: ConflictNotice | null };

export interface RequestOptions {
  body?: unknown;
  key?: string;
}

/** Sends one request. Throws ApiProblem for every answer that is not a success, and for none at all. */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const headers: Record<string, string> = {};
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (options.key) headers["Idempotency-Key"] = options.key;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    if (response.status === 204) return undefined as T;
    if (response.ok) return (await response.json()) as T;
  } catch {
    throw new ApiProblem(texts.errors.unreachable, 0, "unreachable");
  }
  throw await problemOf(response);
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const plain = response.status >= 500 ? texts.errors.server : texts.errors.refused;
  try {
    const { detail, code, errors } = (await response.json()) as {
      detail?: string;
      code?: string;
      errors?: { field: string; message: string }[];
    };
    return new ApiProblem(detail || plain, response.status, code ?? "unknown", errors ?? []);
  } catch {
    return new ApiProblem(plain, response.status, "unknown");
  }
}

/** Every page of a list, one after the other. */
export async function* pages<T>(path: string): AsyncGenerator<Page<T>> {
  let cursor: string | null = null;
  do {
    const separator = path.includes("?") ? "&" : "?";
    const page: Page<T> = await request("GET", cursor ? `${path}${separator}cursor=${encodeURIComponent(cursor)}` : path);
    yield page;
    cursor = page.next;
  } while (cursor);
}

/** A new Idempotency-Key. `crypto.randomUUID` is missing on plain http hosts other than this machine. */
export function newKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
