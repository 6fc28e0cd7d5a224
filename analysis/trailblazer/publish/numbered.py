"""References to numbered figures and tables, without reading whole pages again.

For the number behind each reference Sphinx loads the page it is on, as a whole. A page of results
takes a tenth of a second to load and there are hundreds of references, which made them the slowest
part of a site. All that is asked of the page is what kind of thing the reference leads to.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from docutils import nodes
from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment

NUMBERED = (nodes.figure, nodes.table)
_KNOWN = "figures and tables"


class NumberedDomain(StandardDomain):
    """Sphinx's standard domain, which remembers the figures and tables of the pages it has read."""

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.data.setdefault(_KNOWN, {})

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Note each figure and table of a page by its ids, without what is in it."""
        super().process_doc(env, docname, document)
        found = (n for n in document.findall(nodes.Element) if isinstance(n, NUMBERED))
        self.data[_KNOWN][docname] = {name: node.copy() for node in found for name in node["ids"]}

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        super().clear_doc(docname)
        self.data[_KNOWN].pop(docname, None)

    def merge_domaindata(self, docnames: list[str], otherdata: dict[str, Any]) -> None:
        """Take over what was noted of pages that were read before."""
        super().merge_domaindata(docnames, otherdata)
        self.data[_KNOWN].update({page: otherdata[_KNOWN].get(page, {}) for page in docnames})

    def _resolve_numref_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, typ: str, target: str,
        node: pending_xref, contnode: Element,
    ) -> Element | None:  # fmt: skip
        page, name, _ = self.labels.get(target, ("", "", ""))
        known = self.data[_KNOWN].get(page, {})
        where: Any = _Page(env, known) if name in known else env
        return super()._resolve_numref_xref(
            where, fromdocname, builder, typ, target, node, contnode
        )


class _Page:
    """The environment, with a page that is its figures and tables and nothing else."""

    def __init__(self, env: BuildEnvironment, known: dict[str, Element]) -> None:
        self._env, self._known = env, known

    def get_doctree(self, docname: str) -> Any:
        return SimpleNamespace(ids=self._known)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._env, name)
