"""What is told of a family."""

from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Family:
    """An input that grows, and how okrmd reads it."""

    name: str
    # Makes an input of about so many bytes.
    make: Callable[[int], str]
    # The command that reads it, with its flags.
    command: tuple = ("convert",)
    # What the name of its file ends in, which tells okrmd what it reads.
    suffix: str = ".md"
    # The sizes to count at, as a part of the usual ones: where much is done for each byte.
    scale: float = 1
    # Whether a short note grows to much text, so that a limit ends it.
    ends_at_limit: bool = False

    @property
    def arguments(self):
        """The command, which says all that it can say of the input."""
        if self.command[0] == "render" or "--diagnostics" in self.command:
            return list(self.command)
        return [*self.command, "--diagnostics", "json", "--verbose"]


# What is not the default.
OTHER_FLAGS = (
    "convert", "--tables", "rows", "--images", "link", "--soft-breaks", "line", "--link-base", "https://a.b/c/",
    "--pretty", "--wire", "v2", "--body", "--diagnostics", "text", "--verbose",
)
