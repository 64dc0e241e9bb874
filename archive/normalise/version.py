"""The version of the rules: of all that makes an article of bytes."""

# Raise it whenever a reader or a rule about news gives something else for the same bytes: then
# `archive renew` reads again what earlier rules have read. What was read before the rules were
# numbered counts as version 0.
RULES = 8
