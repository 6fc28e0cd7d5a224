"""Ways to run the same notebooks, each as a whole process that can be timed.

``made``         the notebooks and their data;  ``timing``: seconds of a process and its children
``ways``         every way as command lines, and a check that all did the same work
``report``       the same for the report itself: its pages, a change of one table, of one sentence

Run as processes of their own:

``limit``        the physical limit: the cells in forked Python processes with all loaded
``ours``         our run engine
``in_papermill`` papermill's own interface, with one thread or several
``in_cache``     jupyter-cache with its parallel executor
"""
