"""Brings what infra.package built to AWS, and a deployed desk to its first workspace."""
