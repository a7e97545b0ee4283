"""Settings, Mail, as its forms send it."""


def post(client, path="", **fields):
    return client.post(f"/settings/mail{path}", data={"csrf_token": client.csrf, **fields})


def server_at(port, **more):
    return {"host": "127.0.0.1", "port": str(port), "security": "none", "sender": "b@h.example"} | more
