"""Files with finer rows than their table: one row a contact, say, or a count a day and school.

Such a file may hold millions of rows. It is added up to the grain of the dictionary before pandas
sees it, in bounded memory, and the totals are kept, so that notebooks read only those. Everything
after that is as for any other table.
"""
