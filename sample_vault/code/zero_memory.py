"""Memory of model states per GPU under ZeRO (Rajbhandari et al. 2019, arXiv:1910.02054).

Mixed precision with Adam: 2 bytes of fp16 weights, 2 of gradients and 12 of fp32 optimizer state a parameter.
"""

from __future__ import annotations

WEIGHTS, GRADIENTS, OPTIMIZER = 2, 2, 12


def bytes_per_gpu(parameters: float, gpus: int, stage: int) -> float:
    """Model states on one GPU. Stage 0 copies all, 1 shards the optimizer, 2 gradients too, 3 weights too."""
    if gpus < 1:
        raise ValueError("at least one GPU is needed")
    if stage not in (0, 1, 2, 3):
        raise ValueError(f"ZeRO has stages 0 to 3, got {stage}")
    optimizer = OPTIMIZER / gpus if stage >= 1 else OPTIMIZER
    gradients = GRADIENTS / gpus if stage >= 2 else GRADIENTS
    weights = WEIGHTS / gpus if stage >= 3 else WEIGHTS
    return parameters * (weights + gradients + optimizer)
