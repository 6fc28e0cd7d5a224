"""Errors a user can act on, each with the exit code the command line returns for it.

A user's mistake is never shown as a traceback: whoever raises one of these writes the whole
message (what is wrong, where, and what to do), and the command line prints it and stops.
"""

from __future__ import annotations


class TrailblazerError(Exception):
    """Anything that stops a command in a way its user can mend. Exit code 1."""

    exit_code = 1


class InputError(TrailblazerError):
    """A set cannot be used: the message lists every problem found. Exit code 3."""

    exit_code = 3


class ParameterError(TrailblazerError):
    """A parameter or option is unknown, misspelt or of the wrong type. Exit code 2."""

    exit_code = 2


class NotebookError(TrailblazerError):
    """One or more notebooks failed: the message lists all of them, once. Exit code 4."""

    exit_code = 4


class PagesError(TrailblazerError):
    """The pages or the PDF could not be made: a warning counts as a failure. Exit code 5."""

    exit_code = 5


class RegisterError(TrailblazerError):
    """The register of claims contradicts itself or the notebooks. Exit code 6."""

    exit_code = 6


class DisclosureError(NotebookError):
    """A notebook would publish what the disclosure policy does not allow. Exit code 4."""
