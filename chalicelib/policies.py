"""What browsers may do with what the desk serves: the one table of Content-Security-Policies, whoever sends them."""

from __future__ import annotations

_UNLESS_ALLOWED = ("base-uri", "form-action", "frame-ancestors")
"""What `default-src` doesn't close."""


def _policy(**allowed: str) -> str:
    """Return the policy that allows this and nothing else; a directive's name has `_` for `-` here."""
    directives = {"default-src": "'none'"} | {name.replace("_", "-"): value for name, value in allowed.items()}
    directives |= {name: "'none'" for name in _UNLESS_ALLOWED if name not in directives}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


NOTHING = _policy()
"""For what is no page: JSON, refusals, and the static files, should one of them be opened as if it were one."""

DOCS = _policy(style_src="'self'", img_src="'self' data:")

MAILBOX = _policy(style_src="'unsafe-inline'", frame_src="'self'")
"""The page of the desk on one machine that lists the mails which left."""


def page(files: str, ancestors: str = "'none'") -> str:
    """Return the policy of portal, widget's frame and password page. A form may post to the file store, whose origin is
    `files` and which sends the visitor back here. `ancestors` are the origins that may show the page."""
    return _policy(
        script_src="'self'",
        style_src="'self'",
        img_src=f"'self' data: {files}",
        connect_src=f"'self' {files}",
        form_action=f"'self' {files}",
        frame_ancestors=ancestors,
        require_trusted_types_for="'script'",
        trusted_types="'none'",
    )


def console(files: str, portal: str) -> str:
    """Return the policy of the console; `files` and `portal` are the origins of file store and portal. It makes HTML of
    text in one place, whose name stands here: the reply part of a mail. Pictures that are about to be sent it shows
    from its own memory (`blob:`)."""
    return _policy(
        script_src="'self'",
        style_src="'self'",
        font_src="'self'",
        img_src=f"'self' data: blob: {files}",
        connect_src=f"'self' {files}",
        form_action=f"'self' {files}",
        manifest_src="'self'",
        frame_src=f"'self' {portal}",
        require_trusted_types_for="'script'",
        trusted_types="messages",
    )


def mail(pictures: str) -> str:
    """Return the policy of somebody's mail as it was sent, which can do nothing and is shown by our own pages alone."""
    return _policy(
        sandbox="allow-popups allow-popups-to-escape-sandbox",
        style_src="'unsafe-inline'",
        img_src=pictures,
        frame_ancestors="'self'",
    )
