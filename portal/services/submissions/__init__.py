"""What is sent to accounting: frozen copies, the review, decisions and approval links."""
