"""vaultkit: reads a vault of notes and the code beside it, and shows which ideas reach working code."""

__version__ = "0.1.0"
__all__ = ["Vault", "__version__"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vaultkit.workspace import Vault


def __getattr__(name: str) -> object:
    """Load ``Vault`` when it is first asked for, so that ``import vaultkit`` alone costs nothing (PEP 562)."""
    if name == "Vault":
        from vaultkit.workspace import Vault

        return Vault
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
