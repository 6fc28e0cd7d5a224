"""Trailblazer: an evaluation report that recomputes itself.

The folders are the flow of the data, and imports go one way: ``data`` to ``estimates`` to
``findings`` to ``present`` to ``run`` to ``publish`` to ``review`` to ``cli``.
"""

__version__ = "0.1.0"
