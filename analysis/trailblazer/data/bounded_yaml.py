"""YAML from outside: bounded, without references, each name once, nothing that is not text."""

from __future__ import annotations

from typing import Any

import yaml

from trailblazer.data.cells import NO_TEXT

DEEPEST = 20


class Bounded:
    """To be put before a loader of PyYAML, whose faults then are ``yaml.YAMLError``.

    An alias could make a small file without end, and deep nesting exhaust the parser: both are
    refused before anything is built.
    """

    def compose_node(self: Any, parent: Any, index: Any) -> Any:
        """Compose a part of the file, unless it refers to another or lies too deep."""
        event: Any = self.peek_event()
        mark: Any = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            raise yaml.composer.ComposerError(
                None, None, "it refers to another part of the file", mark
            )
        self._depth = getattr(self, "_depth", 0) + 1
        if self._depth > DEEPEST:
            raise yaml.composer.ComposerError(None, None, "it is nested too deeply", mark)
        node = super().compose_node(parent, index)  # type: ignore[misc]
        self._depth -= 1
        return node

    def construct_scalar(self: Any, node: Any) -> Any:
        """Refuse what only an escape such as ``"\\0"`` can put into a text."""
        if isinstance(node.value, str) and NO_TEXT.search(node.value):
            rule = "it holds a control character, which is not text"
            raise yaml.constructor.ConstructorError(None, None, rule, node.start_mark)
        return super().construct_scalar(node)  # type: ignore[misc]

    def construct_mapping(self: Any, node: Any, deep: bool = False) -> Any:
        """Refuse a name that is given twice: it would lose the first in silence."""
        seen = set()
        for key, _ in node.value:
            if key.value in seen and isinstance(key.value, str):
                raise yaml.constructor.ConstructorError(
                    None, None, f'"{key.value[:60]}" is there twice', key.start_mark
                )
            seen.add(key.value if isinstance(key.value, str) else id(key))
        return super().construct_mapping(node, deep)  # type: ignore[misc]
