"""Shouze: the system with which a designated certification body carries its first responsibility."""
