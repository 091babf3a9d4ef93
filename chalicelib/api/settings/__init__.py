"""What a workspace can set, over the API."""
