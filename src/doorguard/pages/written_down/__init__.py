"""The record: begun, opened, read, added to, put right, copied."""
