"""Two levels of every subsystem, thinking and practice, computed from evidence alone. No model is asked."""

from vaultkit.assess.assess import Material, assess
from vaultkit.assess.claims import Table, claims_of
from vaultkit.assess.types import Assessment, Claim, Level, Proof, Subsystem

__all__ = ["Assessment", "Claim", "Level", "Material", "Proof", "Subsystem", "Table", "assess", "claims_of"]
