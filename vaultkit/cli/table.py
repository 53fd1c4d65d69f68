"""The commands by name, each with its one-line help. ``vaultkit --help`` prints this table and imports no command."""

COMMANDS: dict[str, str] = {
    "init": "Write a vaultkit.toml in which every setting is explained.",
    "index": "Read the vault and refresh its index.",
    "show": "Show one note: kind, chain, sections, turns, links in and out.",
    "check": "Say what is wrong with links, properties, names and chains.",
    "links": "List every link with what it leads to.",
    "gaps": "Show which concepts reach code and where the others stop.",
    "search": "Find passages by their words and their meaning.",
    "ask": "Answer a question from the notes, each sentence with its source.",
    "classify": "Say what kind each note without one seems to be, and why.",
    "discover": "List the ideas that have no note, with their places.",
    "accept": "Record that links were looked at, until one of their ends changes.",
    "suggest": "Find code and notes that may already be what a concept lacks, and names that are no links.",
    "plan": "Turn the gaps into weeks, prerequisites first, each step with its proof.",
    "assess": "Show thinking and practice of every subsystem, counted from evidence.",
    "scaffold": "Create the next missing stage of a concept from a template, linked both ways.",
    "graph": "Draw the typed graph: an HTML page, or a file for another program.",
    "eval": "Measure search and answers on questions of your own.",
    "report": "Write the gap report: an HTML page, Markdown or CSV.",
    "doctor": "Look at Python, packages, models, store and index.",
    "schema": "Print the JSON Schema of an output.",
}
