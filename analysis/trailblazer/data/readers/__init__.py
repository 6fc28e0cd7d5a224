"""One module for each format a table may come in: each gives the same table of text.

Nothing here guesses: a value that has no plain form is handed on as its owner sees it, and the
checks then name it. Every file is untrusted, and bounded before it is read.
"""
