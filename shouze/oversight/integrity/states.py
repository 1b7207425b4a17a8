"""States of what is done to the record itself: each of these is done once and stays so."""

from shouze.kernel.words import Words

KEY = {"in_use": Words("已启用", "in use")}
