"""The mailbox of one machine: catches mail as an SMTP server until a provider is configured, and shows it at /mailbox."""
