"""Every kind of page that a reader meets, in the archive of the samples."""

from __future__ import annotations

REVISED = "nn3mrikuyz4gadnf"  # the correction among the samples
TAKEN = "o64gnp64dioob26b"

KINDS = {
    "front": "/",
    "search": "/?q=Deir+Ezzor",
    "narrowed": "/?q=Syria&tag=Conflict&-tag=Iraq&from=2017&to=2017-11&size=10&page=1",
    "page": "/?size=10&page=2",
    "nothing": "/?q=Mosul+ferry+tulip&agency=AFP",
    "misspelt": "/?q=Deir+Ezor",
    "unknown": "/?q=Syria&colour=red",
    "context": "/?q=Syria&view=kwic",
    "article": f"/article/{TAKEN}?q=Deir+Ezzor&n=6",
    "corrected": f"/article/{REVISED}",
    "revision": f"/article/{REVISED}?revision=1",
    "cite": f"/article/{REVISED}/cite",
    "advanced": "/advanced",
    "why": f"/article/{REVISED}?q=Daesh+Raqqa&why=1",
    "arabic": "/article/bip4iamhjnrqekyr",
    "history": f"/article/{REVISED}/history",
    "difference": f"/article/{REVISED}/diff/1..2",
    "compared": f"/compare/{TAKEN}/{REVISED}",
    "facet": "/facet/tag?q=Syria",
    "found value": "/facet/tag?find=zz",
    "places": "/facet/place",
    "coverage": "/coverage",
    "coverage of a year": "/coverage?by=tag&q=Syria&year=2017",
    "take away": "/export?q=Syria",
    "citations": "/cite?q=Syria",
    "collections": "/collections",
    "collection": "/collection/Samples",
    "programs": "/api",
    "chart": "/chart?q=Syria",
    "shares": "/chart?q=Syria&per=share&split=agency",
    "versus": "/chart?q=Syria&versus=Iraq",
    "no chart": "/chart?q=zzyzx",
    "calendar": "/calendar?q=Syria",
    "help": "/help",
    "missing": "/article/aaaaaaaaaaaaaaaa",
    "refused": "/?q=Syria&sort=best",
}
