"""Every place where a secret is stored sealed."""
