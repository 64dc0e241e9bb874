"""`archive help`: what a query can say, and the help of every command."""

from __future__ import annotations

import click

from index.query.language import SECTIONS, fields

QUERY = "query"  # the topic that is no command
_EXAMPLES = 32  # columns at most before the meaning of an example
_SHELL = """A shell takes quotation marks, stars, brackets and signs for its own, so put the whole
query between single quotes:"""


@click.command(epilog="Example: archive help query")
@click.argument("topic", default="")
@click.pass_context
def help(context: click.Context, topic: str) -> None:  # noqa: A001 - the command's name
    """Explain a command, or what a query can say: archive help query."""
    root = context.find_root()
    if topic == QUERY:
        click.echo_via_pager(language(context))
        return
    assert isinstance(root.command, click.Group)
    if not topic:
        click.echo(root.get_help())
        return
    _, command, _ = root.command.resolve_command(root, [topic])
    assert command is not None
    click.echo(command.get_help(click.Context(command, root, topic, **command.context_settings)))


def language(context: click.Context) -> str:
    """The table of the language, as wide as the terminal."""
    page = context.make_formatter()
    page.write_text(_SHELL)
    page.write("\n  archive search '\"last town\" -title:Raqa date:2017'\n")
    for section in SECTIONS:
        with page.section(section.title):
            page.write_text(section.text)
            page.write_paragraph()
            entries = [(entry.example, entry.meaning) for entry in section.entries]
            page.write_dl(entries, col_max=_EXAMPLES)
    with page.section("Fields"):
        page.write_dl(
            [
                (", ".join(f"{name}:" for name in (field.name, *field.aliases)), field.help)
                for field in fields()
                if field.name
            ],
            col_max=_EXAMPLES,
        )
    return page.getvalue()
