"""A body's file on a certificate that is to be transferred: for any other body, signed JSON or a workbook.

In: what the records say. Out: the same as canonical JSON with a signature beside it, or as XLSX; and either
read back, what is wrong in it row by row. Guidance (十一) 4.
"""
