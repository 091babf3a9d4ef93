"""The demo's past: what came in during the ninety days before the desk is started, and what became of it."""
