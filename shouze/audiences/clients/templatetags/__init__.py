"""The tag library of the client's pages."""
