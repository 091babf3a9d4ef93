"""What AWS calls besides HTTP, a module each: plain functions from event to answer, called by app.py."""
