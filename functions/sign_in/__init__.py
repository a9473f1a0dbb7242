"""sign-in: GET, POST and DELETE /api/session → audit.signed_in, audit.sign_in_failed (audit-events) → sets cookies."""
