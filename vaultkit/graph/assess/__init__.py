"""Two levels of every subsystem, thinking and practice, computed from evidence alone. No model is asked."""

from vaultkit.graph.assess.claims import Table, claims_of
from vaultkit.graph.assess.core import Material, assess
from vaultkit.graph.assess.types import Assessment, Claim, Level, Proof, Subsystem

__all__ = ["Assessment", "Claim", "Level", "Material", "Proof", "Subsystem", "Table", "assess", "claims_of"]
