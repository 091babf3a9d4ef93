"""Files and raw mails in S3. Nothing in there is public; people get links that live for minutes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote

from botocore.exceptions import ClientError

from chalicelib.adapters.aws import client
from chalicelib.domain.files import Beginning, Form

UPLOAD_SECONDS = 900
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

    def find(self, key: str) -> bytes | None:
        """None for what isn't there."""
        try:
            return self.get(key)
        except ClientError as refusal:
            if refusal.response["Error"]["Code"] == "NoSuchKey":
                return None
            raise

    def form(self, key: str, size: int) -> Form:
        """A presigned POST, whose policy S3 itself enforces: this key, this many bytes, a few minutes."""
        made = client("s3", self.region).generate_presigned_post(
            self.name, key, Conditions=[["content-length-range", size, size]], ExpiresIn=UPLOAD_SECONDS
        )
        return Form(made["url"], made["fields"])

    def open_form(self, folder: str, most: int, back: str) -> Form:
        """The same for a page without scripts: S3 itself puts the file's name for `${filename}`, and redirects `back`
        (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html)."""
        redirect = {"success_action_redirect": back}
        made = client("s3", self.region).generate_presigned_post(
            self.name,
            f"{folder}/${{filename}}",
            Fields=redirect,
            Conditions=[redirect, ["content-length-range", 1, most]],
            ExpiresIn=UPLOAD_SECONDS,
        )
        return Form(made["url"], made["fields"])

    def size(self, key: str) -> int | None:
        """None for what isn't there. Needs s3:ListBucket, without which S3 says Forbidden instead of Not Found."""
        try:
            found: int = client("s3", self.region).head_object(Bucket=self.name, Key=key)["ContentLength"]
        except ClientError as refusal:
            if refusal.response["Error"]["Code"] in ("404", "NoSuchKey"):
                return None
            raise
        return found

    def beginning(self, key: str, length: int) -> Beginning | None:
        """None for what isn't there, or is empty. All of it is of one content: it is read by one request."""
        try:
            found = client("s3", self.region).get_object(Bucket=self.name, Key=key, Range=f"bytes=0-{length - 1}")
        except ClientError as refusal:
            if refusal.response["Error"]["Code"] in ("404", "NoSuchKey", "InvalidRange"):
                return None
            raise
        size = int(found["ContentRange"].rpartition("/")[2])
        return Beginning(size, found["ETag"], found["Body"].read())

    def part(self, key: str, start: int, length: int) -> bytes:
        """Nothing behind the end, or of what isn't there."""
        try:
            found = client("s3", self.region).get_object(
                Bucket=self.name, Key=key, Range=f"bytes={start}-{start + length - 1}"
            )
        except ClientError as refusal:
            if refusal.response["Error"]["Code"] in ("404", "NoSuchKey", "InvalidRange"):
                return b""
            raise
        body: bytes = found["Body"].read()
        return body

    def copy(self, key: str, to: str, etag: str) -> bool:
        """Copy only the content that was looked at: a form to send it by is good for minutes, and for more than one."""
        source = {"Bucket": self.name, "Key": key}
        try:
            client("s3", self.region).copy_object(Bucket=self.name, Key=to, CopySource=source, CopySourceIfMatch=etag)
        except ClientError as refusal:
            if refusal.response["Error"]["Code"] in ("PreconditionFailed", "NoSuchKey"):
                return False
            raise
        return True

    def names(self, prefix: str, until: float | None = None) -> list[str]:
        """Return the keys of the files whose keys begin so, of those alone that were written `until` a second since
        1970."""
        pages = client("s3", self.region).get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix)
        found = [one for page in pages for one in page.get("Contents", ())]
        return [one["Key"] for one in found if until is None or one["LastModified"].timestamp() <= until]

    def begin_parts(self, key: str, content_type: str) -> str:
        """Begin one; the bucket's lifecycle aborts what is never finished."""
        made = client("s3", self.region).create_multipart_upload(Bucket=self.name, Key=key, ContentType=content_type)
        return str(made["UploadId"])

    def put_part(self, key: str, upload: str, number: int, content: bytes) -> str:
        """S3 takes parts of 5 MB or more, but for the last, and at most 10,000."""
        made = client("s3", self.region).upload_part(
            Bucket=self.name, Key=key, UploadId=upload, PartNumber=number, Body=content
        )
        return str(made["ETag"])

    def finish_parts(self, key: str, upload: str, parts: Sequence[str]) -> None:
        """Name all parts in their order: S3 takes no other as part of the file."""
        named = [{"PartNumber": number, "ETag": etag} for number, etag in enumerate(parts, 1)]
        client("s3", self.region).complete_multipart_upload(
            Bucket=self.name, Key=key, UploadId=upload, MultipartUpload={"Parts": named}
        )

    def erase(self, key: str) -> int:
        """Delete a file in all its versions, with what marks it as deleted, and return how many there were: deleted in
        the usual way, a bucket that keeps versions keeps it. What isn't there is no fault. Needs
        s3:ListBucketVersions, s3:DeleteObject and s3:DeleteObjectVersion."""
        return self._erase(key, lambda found: found == key)

    def erase_former(self, key: str) -> int:
        """Delete what a file was before it became what it is, and return how many versions that were."""
        return self._erase(key, lambda found: found == key, newest=False)

    def erase_folder(self, folder: str) -> int:
        """Do the same to every file whose key begins with `folder`, which ends in a slash."""
        assert folder.endswith("/"), "else it would take its neighbours along"
        return self._erase(folder, lambda _: True)

    def _erase(self, prefix: str, wanted: Callable[[str], bool], *, newest: bool = True) -> int:
        """From the beginning each time, until a page has none: a file is the first of all that begin with its key."""
        erased, s3 = 0, client("s3", self.region)
        while True:
            page = s3.list_object_versions(Bucket=self.name, Prefix=prefix)
            found = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
            chosen = [one for one in found if wanted(one["Key"]) and (newest or not one["IsLatest"])]
            named = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in chosen]
            if not named:
                return erased
            answer = s3.delete_objects(Bucket=self.name, Delete={"Objects": named, "Quiet": True})
            if refused := answer.get("Errors"):
                raise RuntimeError(f"{len(refused)} versions can't be erased: {refused[0]['Code']}")
            erased += len(named)

    link_seconds: ClassVar[int] = 300

    def link(self, key: str, name: str, content_type: str, *, shown: bool = False) -> str:
        """A URL that downloads the file, under its own name, whatever it is. Only what is `shown`, a picture under the
        type that its own bytes tell, a browser opens: on a host where nothing of ours is."""
        plain = _ODD.sub("_", name.encode("ascii", "replace").decode())[:150] or "file"
        how = "inline" if shown else "attachment"
        disposition = f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        url: str = client("s3", self.region).generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self.name,
                "Key": key,
                "ResponseContentDisposition": disposition,
                "ResponseContentType": content_type,
            },
            ExpiresIn=self.link_seconds,
        )
        return url
