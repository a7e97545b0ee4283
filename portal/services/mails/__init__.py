"""Who is told what, the texts, and the outbox."""
