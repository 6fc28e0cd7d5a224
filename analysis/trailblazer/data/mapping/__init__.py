"""The mapping file of a set: how files with other names, codes and shapes become its tables.

It is written by hand or drafted by ``trailblazer import``, and says only what is where: nothing in
it is ever run.
"""
