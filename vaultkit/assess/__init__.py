"""Two levels of every subsystem, thinking and practice, computed from evidence alone. No model is asked."""

from vaultkit.assess.assess import AssessmentInput, assess
from vaultkit.assess.claims import SpokenTable, claims_of
from vaultkit.assess.types import Assessment, Claim, Level, Proof, Subsystem

__all__ = [
    "Assessment",
    "AssessmentInput",
    "Claim",
    "Level",
    "Proof",
    "SpokenTable",
    "Subsystem",
    "assess",
    "claims_of",
]
