"""Files and raw mails in S3. Nothing in there is public; people get links that live for minutes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from chalicelib.adapters.aws import client

LINK_SECONDS = 300
_ODD = re.compile(r"[^\w .()\-]+")


@dataclass(frozen=True, slots=True)
class Bucket:
    name: str
    region: str

    def put(self, key: str, content: bytes, content_type: str) -> None:
        client("s3", self.region).put_object(Bucket=self.name, Key=key, Body=content, ContentType=content_type)

    def get(self, key: str) -> bytes:
        body: bytes = client("s3", self.region).get_object(Bucket=self.name, Key=key)["Body"].read()
        return body

    def link(self, key: str, name: str, content_type: str) -> str:
        """A URL that downloads the file, under its own name, whatever it is: never shown inside a page of ours."""
        plain = _ODD.sub("_", name.encode("ascii", "replace").decode())[:150] or "file"
        disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        url: str = client("s3", self.region).generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self.name,
                "Key": key,
                "ResponseContentDisposition": disposition,
                "ResponseContentType": content_type,
            },
            ExpiresIn=LINK_SECONDS,
        )
        return url
