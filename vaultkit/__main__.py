"""``python -m vaultkit``: the same as the command ``vaultkit``."""

from vaultkit.cli import main

if __name__ == "__main__":
    main()
