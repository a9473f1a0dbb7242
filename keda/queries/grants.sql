GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT (attempt_at) ON reminder TO {role};
GRANT SELECT (mail_probe_at) ON installation TO {role};
GRANT SELECT (created_at) ON outbox TO {role};
ALTER ROLE {role} SET default_transaction_read_only = on;
ALTER ROLE {role} CONNECTION LIMIT 8;
