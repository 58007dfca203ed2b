"""The health of a knowledge base, for the people responsible for it: what to do first, and why.

Each panel is one module: a pure function of the linked articles and their findings. Articles are
compared with what the knowledge base needs, and never with each other's authors: no panel knows who
wrote what.

- `panels` says what a panel is, and `report` lists them all and writes them.
- The panels: `findings`, `freshness`, `codes`, `vocabulary`, `totals`.
- `queries` reads what people searched for.
"""
