SELECT (SELECT count(*) FROM reminder WHERE attempt_at < now() + interval '2 minutes')
     + (SELECT count(*) FROM installation WHERE mail_probe_at IS NOT NULL)
