"""parse-chat: `POST /api/chat` → understands a message, asks or invokes the function that does it, and answers in words.

Consumes: requests only. Emits: `audit.suspicious_input` on audit-events. Writes: conversations and plans in the state store.
"""
