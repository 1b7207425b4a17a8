"""The tag library of the pages."""
