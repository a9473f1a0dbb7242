/** The conversation: what was said, what is being said, and what failed. */

import { ApiProblem, type ChatAnswer, type ChatRequest, type Clarification, type ConversationItem, newKey, pages, request } from "./api";
import { Observed } from "./observed";
import type { Task } from "./task";

export interface Message {
  id: string;
  role: "user" | "assistant";
  text: string;
  at: string;
  /** The tasks that an answer created, changed or listed, as they were then. */
  tasks: readonly Task[];
  taskIds: readonly string[];
  operation: string | null;
  clarification: Clarification | null;
  /** Only on the user's own messages: why it did not arrive, and whether to try again makes sense. */
  failed: { reason: string; again: boolean } | null;
}

export interface ChatState {
  messages: readonly Message[];
  thinking: boolean;
  history: "loading" | "loaded" | "failed";
}

export interface ChatMemory {
  read(): string | null;
  write(conversationId: string): void;
}

export interface ChatSurroundings {
  memory: ChatMemory;
  zone(): string;
  locale(): string;
  now(): Date;
  onTasks(answer: ChatAnswer): void;
  onSignedOut(): void;
}

interface Attempt {
  key: string;
  body: ChatRequest;
}

export class Chat extends Observed<ChatState> {
  private readonly attempts = new Map<string, Attempt>();
  private waiting: Promise<void> = Promise.resolve();
  private underway = 0;

  constructor(private readonly around: ChatSurroundings) {
    super({ messages: [], thinking: false, history: "loading" });
  }

  /** Loads what was said before in this browser's conversation. */
  async load(): Promise<void> {
    const id = this.around.memory.read();
    if (!id) return this.show({ history: "loaded" });
    this.show({ history: "loading" });
    try {
      const earlier: Message[] = [];
      for await (const { items } of pages<ConversationItem>(`/api/conversations/${encodeURIComponent(id)}`)) {
        earlier.push(...items.map(fromHistory));
      }
      const present = this.snapshot().messages.filter((message) => !message.id.startsWith("history-"));
      this.show({ messages: [...earlier.map((message, n) => ({ ...message, id: `history-${n}` })), ...present], history: "loaded" });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.show({ history: error.status === 404 ? "loaded" : "failed" });
    }
  }

  /** Says something. Messages are sent one after the other, so that answers come in order. */
  send(text: string): void {
    const message = text.trim();
    if (!message) return;
    const said: Message = { ...silence, id: newKey(), role: "user", text: message, at: this.around.now().toISOString() };
    this.show({ messages: [...this.snapshot().messages, said] });
    this.queue(said.id);
  }

  /** Sends a failed message again, under the key of its first attempt: it cannot take effect twice. */
  retry(id: string): void {
    this.change(id, { failed: null });
    this.queue(id);
  }

  private queue(id: string): void {
    this.underway += 1;
    this.show({ thinking: true });
    this.waiting = this.waiting
      .then(() => this.attempt(id))
      .finally(() => {
        this.underway -= 1;
        this.show({ thinking: this.underway > 0 });
      });
  }

  private async attempt(id: string): Promise<void> {
    const { key, body } = this.attemptFor(id);
    try {
      const answer = await request<ChatAnswer>("POST", "/api/chat", { body, key });
      this.around.memory.write(answer.conversation_id);
      this.around.onTasks(answer);
      this.answered(id, answer);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.change(id, { failed: { reason: error.message, again: error.passing } });
      if (error.status === 401) this.around.onSignedOut();
    }
  }

  /** The request of a message is made once and kept: the same key must come with the same body. */
  private attemptFor(id: string): Attempt {
    const kept = this.attempts.get(id);
    if (kept) return kept;
    const text = this.snapshot().messages.find((message) => message.id === id)?.text ?? "";
    const conversation = this.around.memory.read();
    const body: ChatRequest = { message: text, timezone: this.around.zone(), locale: this.around.locale() };
    if (conversation) body.conversation_id = conversation;
    const attempt = { key: newKey(), body };
    this.attempts.set(id, attempt);
    return attempt;
  }

  private answered(id: string, answer: ChatAnswer): void {
    this.attempts.delete(id);
    const reply: Message = {
      ...silence,
      id: newKey(),
      role: "assistant",
      text: answer.reply,
      at: this.around.now().toISOString(),
      tasks: answer.tasks,
      taskIds: answer.tasks.map((task) => task.id),
      operation: answer.operation,
      clarification: answer.clarification,
    };
    const messages = [...this.snapshot().messages];
    messages.splice(messages.findIndex((message) => message.id === id) + 1, 0, reply);
    this.show({ messages });
  }

  private change(id: string, fields: Partial<Message>): void {
    this.show({ messages: this.snapshot().messages.map((m) => (m.id === id ? { ...m, ...fields } : m)) });
  }

  private show(fields: Partial<ChatState>): void {
    this.set({ ...this.snapshot(), ...fields });
  }
}

const silence = { tasks: [], taskIds: [], operation: null, clarification: null, failed: null } as const;

function fromHistory(item: ConversationItem): Message {
  return {
    ...silence,
    id: "",
    role: item.role,
    text: item.text,
    at: item.at,
    operation: item.operation ?? null,
    taskIds: item.task_ids ?? [],
    clarification: item.clarification ?? null,
  };
}
