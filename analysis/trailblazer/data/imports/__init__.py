"""Files of other programs as tables of a set: one module for each foreign format.

Whatever a file holds comes in or is accounted for, and a file that may do harm is refused in
plain words. What the tables need and a file does not say becomes a question, answered in the
mapping file.
"""
