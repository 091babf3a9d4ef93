"""The Content-Security-Policy of the pages: their own files and the file store, and nothing else from anywhere."""

from __future__ import annotations

from chalicelib.portal.visits import Visitor


def policy(visitor: Visitor) -> str:
    """A form may post to the file store, which sends the visitor back here. The pages of the portal are shown in no
    frame, those of the widget by its key's origins, and in the settings' preview both by the console."""
    files = visitor.desk.files_origin
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: {files}; "
        f"connect-src 'self' {files}; form-action 'self' {files}; base-uri 'none'; "
        f"frame-ancestors {_ancestors(visitor)}; require-trusted-types-for 'script'"
    )


def _ancestors(visitor: Visitor) -> str:
    if visitor.preview:
        return visitor.desk.base_url
    return " ".join(visitor.widget.origins) if visitor.widget else "'none'"
