"""How a finished message leaves the house: by an SMTP relay or by SES."""
