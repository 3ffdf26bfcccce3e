"""What every screen says, face-neutral: the screens and plain text show the same pages."""
