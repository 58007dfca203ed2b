"""How `--help` shows examples: a section of command lines, each of which the tests run."""

from __future__ import annotations

import click


class Command(click.Command):
    """A command whose epilog is one example a line."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the examples as they are: none is ever wrapped."""
        write_examples(self.epilog or "", formatter)


def write_examples(lines: str, formatter: click.HelpFormatter) -> None:
    """A section of the lines."""
    with formatter.section("Examples"):
        indent = " " * formatter.current_indent
        for line in lines.splitlines():
            formatter.write(f"{indent}{line}\n")


def examples(*lines: str) -> str:
    """An epilog."""
    return "\n".join(lines)
