"""States of a public notice."""

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

STATES = {"published": Words("已发布", "published"), "withdrawn": Words("已撤下", "withdrawn")}
WITHDRAW = Move(("published",), "withdrawn")
