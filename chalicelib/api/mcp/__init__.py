"""The desk for AI assistants: an MCP server."""
