"""What comes before what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def cycles_of(needs: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """The groups of nodes that depend on each other, a node on itself among them; each sorted (Tarjan, "Depth-First
    Search and Linear Graph Algorithms", 1972; without recursion, since chains may be long)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    on_stack: set[str] = set()
    stack: list[str] = []
    found: list[tuple[str, ...]] = []
    for root in needs:
        if root in index:
            continue
        work = [(root, iter(needs[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in needs:
                    continue
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(needs[other])))
                    break
                if other in on_stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        group.append(member)
                        if member == node:
                            break
                    if len(group) > 1 or node in needs[node]:
                        found.append(tuple(sorted(group)))
    return sorted(found)


def without_cycles(needs: Mapping[str, Sequence[str]], cycles: Sequence[Sequence[str]]) -> dict[str, set[str]]:
    """``needs`` without the edges inside of a cycle: these are broken, openly, all of them."""
    group = {node: number for number, cycle in enumerate(cycles) for node in cycle}
    return {node: {other for other in others if other in needs
                   and not (node in group and group.get(other) == group[node])}
            for node, others in needs.items()}
