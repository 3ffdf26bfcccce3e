"""What was found: the look, the list, one page per device, and looking closer at one."""
