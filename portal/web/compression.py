"""Sending long pages compressed, where the browser takes that.

Used by single pages, never by all: a page that repeats what its address says beside a secret would give that secret
away through its length (BREACH). The ledger repeats nothing of its address.
"""

import zlib

from flask import Response, request

WORTH_IT = 2_000
"""Shorter answers fit into two packets anyway."""
LEVEL = 6
_GZIP = 31
"""zlib's way of asking for a gzip header around a full window."""


def compressed(response: Response) -> Response:
    """Compress the body in place; says in any case that the answer depends on what the browser takes."""
    response.vary.add("Accept-Encoding")
    if (
        request.accept_encodings.quality("gzip")
        and response.content_length
        and response.content_length > WORTH_IT
    ):
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
        response.set_data(packer.compress(response.get_data()) + packer.flush())
        response.headers["Content-Encoding"] = "gzip"
    return response
