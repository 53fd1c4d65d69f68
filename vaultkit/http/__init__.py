"""The one way to talk HTTP: exact addresses, keys of the environment, replies that are bounded as a whole."""
