"""`archive completion`: the script by which a shell completes what is half typed."""

from __future__ import annotations

import click

from cli.completing.shells import SHELLS, script


@click.command(epilog="Example: archive completion bash >> ~/.bashrc")
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> int:
    """Print a script by which a shell completes what is half typed at the press of Tab.

    Commands, options and their choices; tags, agencies and other values, in options and after
    tag: in a query; the names of saved searches; ids that begin so. For good: bash, eval "$(archive
    completion bash)" in ~/.bashrc; zsh, the same in ~/.zshrc behind compinit; fish, archive
    completion fish > ~/.config/fish/completions/archive.fish
    """
    click.echo(script(shell), nl=False)
    return 0
