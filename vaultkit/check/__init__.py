"""Rules over notes, links and code → findings; what of them is known already."""
