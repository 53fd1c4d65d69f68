"""Source trees → symbols and trace comments."""
